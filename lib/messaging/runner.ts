/**
 * Processes a batch of deliveries for a consumer group, whatever log brought them.
 *
 * - What the group's inbox knows already is left out.
 * - A transient error (a time-out, a deadlock, something we need is down) goes to the caller, who rolls back and tries
 *   the whole batch again after a pause. It is nobody's fault, so it never counts against a message.
 * - After any other error the messages run one by one; whichever fails alone becomes a dead letter and the rest goes on.
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
  /** Messages that the handler took. */
  handled: number;
  /** Messages that became dead letters. */
  dead: number;
}

/** All messages of a batch at once, or each by itself so that one that fails can be set aside. */
export type BatchMode = "together" | "each";

/**
 * Runs a transaction that processes a batch: together at first, and when that failed for the batch's own fault again, from
 * the beginning, with each message by itself.
 * @throws what is transient, and then nothing was committed.
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
 * Handles the deliveries, in order, inside `tx`: what the handler writes, the inbox and the dead letters commit with it.
 * @throws what is transient, and of a batch that is handled together any error: then nothing may be committed.
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

/** Remembers the messages in the group's inbox and gives those that were not in it, each once, in their order. */
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
