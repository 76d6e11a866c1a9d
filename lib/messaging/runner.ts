/**
 * Processes a batch of deliveries for a consumer group, whichever log delivered them.
 *
 * - Messages already in the group's inbox are skipped.
 * - A transient error (a timeout, a deadlock, a dependency that is down) goes to the caller, which rolls back and
 *   retries the whole batch after a pause. It is no message's fault, so it never counts against one.
 * - After any other error, messages run one by one: each that fails alone becomes a dead letter, and the rest proceed.
 */
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { attempt, isTransient } from "./attempt.ts";
import { insertDeadLetter } from "./dead_letters.ts";
import { type Delivery, parseDelivery } from "./envelope.ts";
import type { BatchHandler } from "./event_log.ts";
import type { Message } from "./topics.ts";

export interface ConsumerGroup {
  name: string;
  handle: BatchHandler;
}

export interface BatchResult {
  /** Messages that the handler processed. */
  handled: number;
  /** Messages that became dead letters. */
  dead: number;
}

/** All messages of a batch at once, or one by one, so that a failing one can be set aside. */
export type BatchMode = "together" | "each";

/**
 * Runs a transaction that processes a batch: together at first and, if that fails through the batch's own fault, again
 * from the beginning, message by message.
 * @throws transient errors, in which case nothing was committed.
 */
export async function runBatch<T>(
  sql: Sql,
  process: (tx: Transaction, mode: BatchMode) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(sql, (tx) => process(tx, "together"));
  } catch (error) {
    if (isTransient(error)) throw error;
    return await transaction(sql, (tx) => process(tx, "each"));
  }
}

/**
 * Handles the deliveries, in order, inside `tx`: the handler's writes, the inbox and the dead letters commit with it.
 * @throws transient errors and, if the batch is handled together, any error; nothing must then be committed.
 */
export async function processBatch(
  tx: Transaction,
  group: ConsumerGroup,
  deliveries: Delivery[],
  now: () => number,
  mode: BatchMode,
): Promise<BatchResult> {
  const batch = { handled: 0, dead: 0 };
  const addDeadLetter = async (delivery: Delivery, error: unknown) => {
    await insertDeadLetter(tx, { consumerGroup: group.name, delivery, error, now: now() });
    batch.dead++;
  };

  const messages: Message[] = [];
  for (const delivery of deliveries) {
    try {
      messages.push(parseDelivery(delivery));
    } catch (error) {
      await addDeadLetter(delivery, error);
    }
  }

  const fresh = await skipProcessed(tx, group.name, messages);
  if (fresh.length === 0) return batch;
  if (mode === "together") {
    await group.handle(fresh, tx);
    return { ...batch, handled: fresh.length };
  }
  for (const message of fresh) {
    const alone = await attempt(tx, group.handle, [message]);
    if (alone.ok) batch.handled++;
    else await addDeadLetter(message, alone.error);
  }
  return batch;
}

/** Adds the messages to the group's inbox and returns those that were not in it, each once, in order. */
async function skipProcessed(
  tx: Transaction,
  consumerGroup: string,
  messages: Message[],
): Promise<Message[]> {
  const byId = new Map<string, Message>();
  for (const message of messages) {
    if (!byId.has(message.envelope.id)) byId.set(message.envelope.id, message);
  }
  if (byId.size === 0) return [];
  // In id order, so that two members with the same messages wait for each other instead of deadlocking.
  const inserted = await tx<{ messageId: string }[]>`
    insert into inbox (consumer_group, message_id)
    select ${consumerGroup}, id from unnest(${[...byId.keys()]}::uuid[]) as id order by id
    on conflict do nothing
    returning message_id`;
  const fresh = new Set(inserted.map((row) => row.messageId));
  return [...byId.values()].filter((message) => fresh.has(message.envelope.id));
}
