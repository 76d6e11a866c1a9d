import type { Sql, Transaction } from "@/lib/db/pool.ts";
import type { StoredEntry } from "./outbox.ts";
import type { Committed, Kicks } from "./kicks.ts";
import type { Message, Topic } from "./topics.ts";

/**
 * The event log, which the outbox relay writes to and the workers read from. Delivers at least once, in order per key.
 * Adapters: `kafka/` and `postgres/` (the outbox itself, published in order).
 */
export interface EventLog {
  /**
   * Takes the oldest unpublished rows from the outbox, in order, within `tx`, the transaction that publishes them.
   * Kafka: deletes them ({@link takeAndDelete}). Embedded: gives them their positions and keeps them
   * ({@link takeAndNumber}).
   */
  take(tx: Transaction, after: number, limit: number): Promise<StoredEntry[]>;

  /**
   * Publishes the messages of outbox rows within the relay's transaction; resolves once they are durable. Kafka:
   * produces them with acks from all replicas. Embedded: does nothing, since assigning a position publishes a row.
   */
  publish(rows: OutboxRow[]): Promise<void>;

  /** Called by the relay after it has committed a publication. Embedded: wakes the members. */
  published(): void;

  /**
   * Starts a member of a consumer group. `handle` gets a batch and the transaction that processes it: the handler's
   * writes, the inbox and (embedded) the offset commit together; Kafka's offset follows the commit. If `handle` throws,
   * the batch is repeated. Returns without waiting for the log: a member that can't reach it keeps trying.
   */
  subscribe(options: SubscribeOptions): Subscription;

  /** Messages published but not yet handled by the group: its lag. */
  lag(consumerGroup: string, topics: Topic[]): Promise<number>;

  /** The handlers of the groups subscribed here, for retrying dead letters. */
  readonly handlers: ReadonlyMap<string, BatchHandler>;

  /**
   * Call after committing `what`, by default everything: wakes whoever waits for it, across processes if these share a
   * Redis, ahead of the next poll. The log itself does so after each batch.
   */
  kick: Kicks["kick"];
  /** Calls `listener` on every kick, or on those about `what`, until the returned function is called. */
  onKick: Kicks["onKick"];

  /** Rejects if the log does not respond. */
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
  /** The most messages in a batch (on Kafka, per partition); 200 by default. */
  batchSize?: number;
  handle: BatchHandler;
  /** What the handler commits that others wait for: everything by default. */
  commits?: readonly Committed[];
}

export type BatchHandler = (batch: Message[], tx: Transaction) => Promise<void>;

export interface Subscription {
  /** Finishes the batch in hand, then leaves the group. */
  stop(): Promise<void>;
}

export const BATCH_SIZE = 200;

export type { Sql, Transaction };
