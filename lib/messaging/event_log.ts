import type { Sql, Transaction } from "@/lib/db/pool.ts";
import type { StoredEntry } from "./outbox.ts";
import type { Message, Topic } from "./topics.ts";

/**
 * The event log: what the outbox relay writes to and the workers read from. At least once, in order per key.
 * Adapters: `kafka/` and `postgres/` (the outbox itself, published in order).
 */
export interface EventLog {
  /**
   * The oldest rows that are still to be published, in order, out of the outbox's queue as part of `tx`, which publishes
   * them. Kafka: they are deleted, {@link takeAndDelete}. Embedded: they get their positions and stay, {@link takeAndNumber}.
   */
  take(tx: Transaction, after: number, limit: number): Promise<StoredEntry[]>;

  /**
   * Publishes the messages of outbox rows in the relay's own transaction and answers once they are durable. Kafka:
   * produced with acks from all replicas. Embedded: nothing to send, the position that was given is the publication.
   */
  publish(rows: OutboxRow[]): Promise<void>;

  /** The relay tells that it has committed what it published. Embedded: wakes the members in this process. */
  published(): void;

  /**
   * Starts a member of a consumer group. `handle` gets a batch and the transaction that it is processed in: its writes, the
   * inbox and (embedded) the offset commit together; Kafka's offset follows the commit. A throw repeats the batch.
   * Answers without waiting for the log: a member that can't reach it keeps trying.
   */
  subscribe(options: SubscribeOptions): Subscription;

  /** Messages published but not yet handled by the group: its lag. */
  lag(consumerGroup: string, topics: Topic[]): Promise<number>;

  /** The handlers of the groups that were subscribed here, by which dead letters are retried. */
  readonly handlers: ReadonlyMap<string, BatchHandler>;

  /**
   * Something may have been written to the outbox and was committed: wakes whoever waits for it, in other processes too
   * where they share a Redis, instead of letting them wait for their poll. The log itself does so after each batch.
   */
  kick(): void;
  /** Has `listener` called by every kick, until the function it answers is called. */
  onKick(listener: () => void): () => void;

  /** Rejects when the log does not answer. */
  ping(): Promise<void>;
  /** Stops every member and disconnects. */
  close(): Promise<void>;
}

export interface OutboxRow {
  seq: number;
  message: Message;
}

export interface SubscribeOptions {
  consumerGroup: string;
  topics: Topic[];
  /** Messages a batch at most, on Kafka of each partition; 200 unless told. */
  batchSize?: number;
  handle: BatchHandler;
}

export type BatchHandler = (batch: Message[], tx: Transaction) => Promise<void>;

export interface Subscription {
  /** Finishes the batch in hand, then leaves the group. */
  stop(): Promise<void>;
}

export const BATCH_SIZE = 200;

export type { Sql, Transaction };
