import type { Sql, TransactionSql } from "@/lib/db/pool.ts";
import type { Message, Topic } from "./topics.ts";

/**
 * The event log: what the outbox relay writes to and the workers read from. At least once, in order per key.
 * Adapters: `kafka/` and `postgres/` (the outbox itself, published in order).
 */
export interface EventLog {
  /**
   * Publishes the messages of outbox rows in the relay's own transaction and answers once they are durable. Kafka:
   * produced with acks from all replicas. Embedded: nothing to send, the `position` that the relay sets is the publication.
   */
  publish(rows: OutboxRow[]): Promise<void>;

  /**
   * Starts a member of a consumer group. `handle` gets a batch and the transaction that it is settled in: its writes, the
   * inbox and (embedded) the offset commit together; Kafka's offset follows the commit. A throw repeats the batch.
   */
  subscribe(options: SubscribeOptions): Promise<Subscription>;

  /** Messages published but not yet handled by the group: its lag. */
  lag(consumerGroup: string, topics: Topic[]): Promise<number>;

  /** In the embedded home a writer of the same process calls this after commit, so that nobody waits for a poll. */
  kick(): void;

  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface OutboxRow {
  seq: number;
  message: Message;
}

export interface SubscribeOptions {
  consumerGroup: string;
  topics: Topic[];
  /** Messages a batch at most; 200 unless told. */
  batchSize?: number;
  handle: BatchHandler;
}

export type BatchHandler = (batch: Message[], tx: TransactionSql) => Promise<void>;

export interface Subscription {
  /** Finishes the batch in hand, then leaves the group. */
  stop(): Promise<void>;
}

export type { Sql, TransactionSql };
