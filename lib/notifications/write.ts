import { v7 as uuidv7 } from "uuid";
import { deadline, type Queryable, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import type { Topic } from "@/lib/messaging/topics.ts";
import type { ChangeNotice } from "@/lib/events/changes.ts";
import {
  type ChangeFacts,
  composeChange,
  composeMessage,
  type Message,
  type MessageFacts,
  type MessageKind,
  messageKind,
} from "./templates.ts";

/** The statuses for which `messageKind` returns a kind, for the sweeper's query. */
const STATUSES_WITH_MESSAGE = ["confirmed", "failed", "cancelled", "refunded"] as const;

const DELIVERY_TOPIC: Topic = "notifications.send";

interface Row extends MessageFacts {
  buyerId: string;
}

/**
 * Writes the message that is due to each booking's buyer, once per booking and kind, and queues its delivery.
 * `site` is the site's URL, for links.
 */
export async function writeMessages(tx: Transaction, bookingIds: string[], site: string): Promise<void> {
  const messages = (await readFacts(tx, bookingIds)).flatMap((facts) => {
    const kind = messageKind(facts.status);
    return kind ? [messageOf(kind, facts, site)] : [];
  });
  await insertMessages(tx, messages);
}

/** Writes the message about a partial refund, in the transaction that queues that refund as the booking's latest. */
export async function writePartialRefund(
  tx: Transaction,
  bookingId: string,
  refundId: string,
  site: string,
): Promise<void> {
  const facts = await readFacts(tx, [bookingId]);
  await insertMessages(tx, facts.map((facts) => messageOf("partial-refund", facts, site, refundId)));
}

/** How many bookings are sent the message about a change per batch. */
const CHANGE_BATCH = 200;

/**
 * Writes the next batch of messages about one change to an event, to those who had booked it. Returns whether there may
 * be more.
 */
export async function writeChangeMessages(tx: Transaction, site: string): Promise<boolean> {
  const [change] = await tx<PendingChange[]>`
    select id, event_id, was, became, cancel_until, notice, told_up_to from event_changes
    where notice is not null and told_at is null order by at limit 1 for update skip locked`;
  if (!change) return false;
  const { notice, was, became, cancelUntil } = change;
  // Compared in Postgres: a Date has only milliseconds, so a booking in the same millisecond would be missed.
  const bookings = await tx<{ id: string }[]>`
    select b.id from event_changes c join bookings b on b.event_id = c.event_id and b.created_at <= c.at
    where c.id = ${change.id} and b.status in ('pending', 'confirmed')
      and b.id > ${change.toldUpTo ?? FIRST_ID} order by b.id limit ${CHANGE_BATCH}`;
  const facts = await readFacts(tx, bookings.map(({ id }) => id));
  const text = (facts: Row) => composeChange(facts, { ...notice, was, became, cancelUntil }, site);
  await insertMessages(
    tx,
    facts.map((facts) => newMessage("event-changed", facts, text(facts), change.id)),
  );
  const done = bookings.length < CHANGE_BATCH;
  await tx`
    update event_changes set told_up_to = ${bookings.at(-1)?.id ?? change.toldUpTo},
      told_at = case when ${done} then now() end
    where id = ${change.id}`;
  return true;
}

/** Whether buyers still have to be notified of a change to an event. */
export async function hasPendingChange(sql: Sql): Promise<boolean> {
  const [change] = await deadline(sql`
    select from event_changes where notice is not null and told_at is null limit 1`);
  return change !== undefined;
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

interface PendingChange extends ChangeFacts {
  id: string;
  eventId: string;
  notice: ChangeNotice;
  toldUpTo: string | null;
}

function readFacts(tx: Transaction, bookingIds: string[]): PromiseLike<Row[]> {
  return tx<Row[]>`
    select b.id as booking_id, b.buyer_id, b.code, b.status, b.final, b.failure_reason, b.total, b.currency,
      coalesce(u.locale, b.locale, 'en') as locale, coalesce(c.name, u.name, '') as name, e.title, e.starts_at, e.doors_at,
      v.name as venue_name, v.address as venue_address, v.city, v.time_zone,
      (select json_agg(json_build_object('section', s.section, 'row', s.row, 'number', s.number)
          order by s.seat_index)
        from booking_seats s where s.booking_id = b.id) as seats,
      coalesce(r.amount, 0) as refund, coalesce(r.fee, 0) as refund_fee, r.note as refund_note,
      coalesce((select json_agg(json_build_object('section', s.section, 'row', s.row, 'number', s.number)
          order by s.seat_index)
        from tickets t join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
        where t.id = any(r.tickets)), '[]') as returned_seats
    from bookings b left join users u on u.id = b.buyer_id left join booking_contacts c on c.booking_id = b.id
    left join lateral (
      select amount, fee, note, tickets from refunds where booking_id = b.id order by id desc limit 1
    ) r on true
    join events e on e.id = b.event_id join venues v on v.id = e.venue_id
    where b.id = any(${bookingIds}) order by b.id`;
}

/** A message to be stored and sent. */
interface NewMessage extends Message {
  kind: MessageKind;
  buyerId: string;
  /** Null if it is not about a booking. */
  bookingId: string | null;
  /** Distinguishes messages of one kind if a booking may have several. */
  fact: string;
  /** The address to send it to; null for the reader's current one. */
  recipient: string | null;
}

function newMessage(
  kind: MessageKind,
  { buyerId, bookingId }: Row,
  message: Message,
  fact: string,
): NewMessage {
  return { kind, buyerId, bookingId, fact, recipient: null, ...message };
}

function messageOf(kind: Parameters<typeof composeMessage>[0], facts: Row, site: string, fact = "") {
  return newMessage(kind, facts, composeMessage(kind, facts, site), fact);
}

/**
 * Writes the messages and their outbox entries in one statement, the same for any number. A booking has one message per
 * kind and fact; an existing one is left unchanged. One to an account or a guest that has been erased meanwhile has no words
 * and is withdrawn: locking whom it is for makes the erasure come either before, and be seen here, or after, and see the
 * rows.
 */
export async function insertMessages(tx: Transaction, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({ id: uuidv7(), outboxId: uuidv7(), ...message }));
  await tx`
    with given as (
      select * from jsonb_to_recordset(${tx.json(rows)}) as message (
        id uuid, "outboxId" uuid, "buyerId" uuid, "bookingId" uuid, kind text, fact text,
        recipient text, locale text, subject text, text text, body jsonb
      )
    ), reader as materialized (
      select id, deleted_at from users where id in (select "buyerId" from given) order by id for key share
    ), contact as materialized (
      select booking_id from booking_contacts where booking_id in (select "bookingId" from given)
      order by booking_id for share
    ), addressed as (
      select given.*, case when reader.id is null then contact.booking_id is null else deleted_at is not null end as is_erased
      from given left join reader on reader.id = "buyerId" left join contact on contact.booking_id = "bookingId"
    ), written as (
      insert into messages (id, buyer_id, booking_id, kind, fact, locale, recipient, subject, text, body, withdrawn_at)
      select id, "buyerId", "bookingId", kind, fact, locale,
        case when not is_erased then recipient end,
        case when is_erased then '' else subject end,
        case when is_erased then '' else text end,
        case when not is_erased then body end,
        case when is_erased then now() end
      from addressed order by "bookingId"
      on conflict (booking_id, kind, fact) do nothing
      returning id
    )
    insert into outbox (id, topic, key, data)
    select "outboxId", ${DELIVERY_TOPIC}, coalesce("bookingId", "buyerId"), jsonb_build_object('messageId', id)
    from given join written using (id) order by id`;
}

/** SQL: what becomes of a message whose text is erased. That it was written remains, so that it is not written again. */
function withoutText(sql: Queryable) {
  return sql`subject = '', text = '', body = null, recipient = null, error = null, failing_since = null, failed_at = null,
    withdrawn_at = case when sent_at is null then coalesce(withdrawn_at, now()) end`;
}

/** Erases the text of all messages to an account, for its erasure; those not sent yet are not sent. */
export async function redactMessages(tx: Transaction, userId: string): Promise<void> {
  await tx`update messages set ${withoutText(tx)} where buyer_id = ${userId}`;
}

/** Erases the text of all messages about these bookings; those not sent yet are not sent. */
export async function redactBookingMessages(tx: Transaction, bookingIds: string[]): Promise<void> {
  await tx`update messages set ${withoutText(tx)} where booking_id = any(${bookingIds})`;
}

/** Makes an account the reader of the messages about these bookings. */
export async function moveMessages(tx: Transaction, bookingIds: string[], accountId: string): Promise<void> {
  await tx`update messages set buyer_id = ${accountId} where booking_id = any(${bookingIds})`;
}

/** Erases the text of up to `limit` messages that were written before a time and are over. Returns how many. */
export async function forgetOldMessages(sql: Sql, before: Date, limit: number): Promise<number> {
  // As an array: most old messages have no words, so a join expects many more rows than there are, and scans the table.
  const { count } = await deadline(sql`
    update messages set ${withoutText(sql)} where id = any(array(
      select id from messages
      where subject <> '' and created_at < ${timeLiteral(sql, before)}
        and num_nonnulls(sent_at, failed_at, withdrawn_at) > 0
      order by created_at limit ${limit}))`);
  return count;
}

/** The first run looks back this far, and so does one every hour, in case earlier runs missed something. */
const LOOK_BACK_MS = 86_400_000;
const LOOK_BACK_EVERY_MS = 3_600_000;
/** Postgres aborts transactions that take longer than this, so nothing older can still be committed. */
const LATE_COMMIT_MS = 20_000;

export interface MissingMessagesOptions {
  /** How long to wait for the event log to trigger the message. */
  patienceMs: number;
  /** Bookings per call. */
  limit: number;
  /** The site's URL, for links. */
  site: string;
}

/**
 * Returns a function that writes messages overdue by more than `patienceMs` because their trigger was lost, and returns
 * how many bookings it found. A call that does not look back examines only what has changed since the previous one.
 */
export function missingMessages(
  { patienceMs, limit, site }: MissingMessagesOptions,
): (sql: Sql) => Promise<number> {
  let lookedUntil: number | null = null;
  let lookedBackAt = 0;
  return async (sql) => {
    const looksBack = lookedUntil === null || lookedUntil - lookedBackAt >= LOOK_BACK_EVERY_MS;
    const since = looksBack ? null : new Date(lookedUntil! - LATE_COMMIT_MS);
    const rows = await deadline(sql<{ until: Date; id: string | null; updatedAt: Date }[]>`
      select late.until, missing.* from (select now() - ${patienceMs} * interval '1 millisecond' as until) as late
      left join lateral (
        select b.id, b.updated_at from bookings b
        where b.updated_at <= late.until and b.status = any(${STATUSES_WITH_MESSAGE})
          and b.updated_at >= coalesce(${since}, late.until - ${LOOK_BACK_MS} * interval '1 millisecond')
          and not exists (
            select 1 from messages m where m.booking_id = b.id and m.kind = case b.status
              when 'confirmed' then 'confirmation' when 'failed' then 'payment-failed' else b.status end
          )
        order by b.updated_at limit ${limit}
      ) as missing on true`);
    const [{ until }] = rows;
    const missing = rows.flatMap(({ id, updatedAt }) => id === null ? [] : [{ id, updatedAt }]);
    if (missing.length > 0) {
      await transaction(sql, (tx) => writeMessages(tx, missing.map(({ id }) => id), site));
    }
    const isWhole = missing.length < limit;
    lookedUntil = isWhole ? until.getTime() : missing[limit - 1].updatedAt.getTime();
    if (looksBack && isWhole) lookedBackAt = until.getTime();
    return missing.length;
  };
}
