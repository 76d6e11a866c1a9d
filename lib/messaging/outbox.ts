/**
 * The outbox: messages are written in the transaction of the change that they report, so there is never a change
 * without its message, nor a message without its change. The relay publishes them.
 */
import { v7 as newId } from "uuid";
import type { Sql, Transaction } from "@/lib/db/pool.ts";
import { deadline } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import type { Message, MessageData, Topic } from "./topics.ts";

/** A message to be written: the columns of `outbox` that a writer fills. */
export interface OutboxEntry<T extends Topic = Topic> {
  id: string;
  topic: T;
  key: string;
  traceparent: string | null;
  data: MessageData<T>;
  occurredAt: Date;
}

/** A row of `outbox` as read back. */
export interface StoredEntry extends OutboxEntry {
  seq: number;
}

export interface OutboxOptions {
  /** A UUIDv7; a new one by default. */
  id?: string;
  /** W3C trace context of the message's cause. */
  traceparent?: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** A message for the outbox. `key` determines its order: the booking that it names, or the event. */
export function outboxEntry<T extends Topic>(
  topic: T,
  key: string,
  data: MessageData<T>,
  { id, traceparent, now }: OutboxOptions,
): OutboxEntry<T> {
  return {
    id: id ?? newId({ msecs: now }),
    topic,
    key,
    traceparent: traceparent ?? null,
    data,
    occurredAt: new Date(now),
  };
}

/** Writes the rows, in order, as part of `tx`, in one statement. */
export async function appendToOutbox(tx: Transaction, rows: OutboxEntry[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into outbox (id, topic, key, traceparent, data, occurred_at)
    select id, topic, key, traceparent, data, "occurredAt"
    from jsonb_to_recordset(${tx.json(rows.map((row) => ({ ...row })))}) as entry(
      id uuid, topic text, key text, traceparent text, data jsonb, "occurredAt" timestamptz
    )`;
}

/**
 * Deletes the oldest unpublished rows, at most `limit`, and returns them in order: for an event log that stores its
 * messages. Skips rows up to `after`, because this transaction has already taken those; a row committed among them
 * since then is left to the next transaction.
 */
export async function takeAndDelete(tx: Transaction, after: number, limit: number): Promise<StoredEntry[]> {
  const rows = await tx<StoredEntry[]>`
    delete from outbox where seq in (
      select seq from outbox where position is null and seq > ${after} order by seq limit ${limit}
    )
    returning seq, id, topic, key, traceparent, data, occurred_at`;
  return rows.sort(bySeq);
}

/**
 * Like {@link takeAndDelete}, but the rows stay, numbered without a gap after the last position: for an event log that
 * is the outbox itself. Old rows are deleted eventually, so the readers' offsets count too when finding the last
 * position.
 */
export async function takeAndNumber(tx: Transaction, after: number, limit: number): Promise<StoredEntry[]> {
  const rows = await tx<StoredEntry[]>`
    update outbox set position = last.position + next.rank
    from (
      select seq, row_number() over (order by seq) as rank from (
        select seq from outbox where position is null and seq > ${after} order by seq limit ${limit}
      ) as oldest
    ) as next, (
      select greatest(
        (select coalesce(max(position), 0) from outbox),
        (select coalesce(max(position), 0) from consumer_offsets)
      ) as position
    ) as last
    where outbox.seq = next.seq
    returning outbox.seq, id, topic, key, traceparent, data, occurred_at`;
  return rows.sort(bySeq);
}

const bySeq = (a: StoredEntry, b: StoredEntry) => a.seq - b.seq;

/** The message of a stored row. */
export function toMessage({ id, topic, key, traceparent, data, occurredAt }: OutboxEntry): Message {
  return {
    topic,
    key,
    envelope: {
      id,
      type: topic,
      version: 1,
      occurredAt: occurredAt.toISOString(),
      ...(traceparent ? { traceparent } : {}),
      data,
    },
  };
}

/**
 * Deletes rows from before a time that nobody will read again: outbox rows with a position that every group of the
 * embedded log has handled, and inbox rows. At most `limit` rows of each at a time.
 * @returns how many rows were deleted.
 */
export async function deleteOldMessages(sql: Sql, time: Date, limit = 5_000): Promise<number> {
  const before = timeLiteral(sql, time);
  const outbox = await deadline(sql`
    delete from outbox where seq in (
      select seq from (
        select seq, topic, position, occurred_at from outbox where position is not null order by position limit ${limit}
      ) as oldest
      where occurred_at < ${before} and not exists (
        select from consumer_offsets as reader
        where reader.topic = oldest.topic and reader.position < oldest.position
      )
    )`);
  const inbox = await deadline(sql`
    delete from inbox where (consumer_group, message_id) in (
      select consumer_group, message_id from inbox where received_at < ${before} limit ${limit}
    )`);
  return outbox.count + inbox.count;
}
