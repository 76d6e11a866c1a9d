import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/lib/db/pool.ts";
import { appendToOutbox, outboxRow } from "@/lib/messaging/outbox.ts";
import { composeMessage, type MessageFacts, type MessageKind, messageKind } from "./templates.ts";

/** Only these states owe a message; the same table as `messageKind`, for the sweeper's search. */
const OWING = ["confirmed", "failed", "cancelled", "refunded"] as const;

interface Row extends MessageFacts {
  userId: string;
}

/**
 * Writes the message that each booking owes its buyer now, once per booking and kind, and tells the delivery.
 * `address` is the site's, for the links.
 */
export async function writeMessages(tx: Transaction, bookingIds: string[], address: string): Promise<void> {
  const messages = (await readFacts(tx, bookingIds)).flatMap((facts) => {
    const kind = messageKind(facts.status);
    return kind ? [messageOf(kind, facts, address)] : [];
  });
  await insertMessages(tx, messages);
}

/** Writes that a part of a booking's money goes back, in the transaction that queues the refund. */
export async function writePartialRefund(tx: Transaction, bookingId: string, address: string): Promise<void> {
  const facts = await readFacts(tx, [bookingId]);
  await insertMessages(tx, facts.map((facts) => messageOf("partial-refund", facts, address)));
}

function readFacts(tx: Transaction, bookingIds: string[]): PromiseLike<Row[]> {
  return tx<Row[]>`
    select b.id as booking_id, b.user_id, b.code, b.status, b.final, b.failure_reason, b.total, b.currency,
      coalesce(u.locale, 'en') as locale, u.name, e.title, e.starts_at, e.doors_at,
      v.name as venue_name, v.address as venue_address, v.city, v.time_zone,
      (select json_agg(json_build_object('section', s.section, 'row', s.row, 'number', s.number)
          order by s.seat_index)
        from booking_seats s where s.booking_id = b.id) as seats,
      coalesce((select amount from refunds r where r.booking_id = b.id order by id desc limit 1), 0) as refund
    from bookings b join users u on u.id = b.user_id
    join events e on e.id = b.event_id join venues v on v.id = e.venue_id
    where b.id = any(${bookingIds}) order by b.id`;
}

function messageOf(kind: MessageKind, facts: Row, address: string) {
  const { userId, bookingId } = facts;
  return { id: uuidv7(), userId, bookingId, kind, ...composeMessage(kind, facts, address) };
}

/** Of each kind a booking has one message, but for refunds in part; see the index. */
async function insertMessages(tx: Transaction, messages: ReturnType<typeof messageOf>[]): Promise<void> {
  if (messages.length === 0) return;
  const written = await tx<{ id: string; bookingId: string }[]>`
    insert into messages ${tx(messages, "id", "userId", "bookingId", "kind", "subject", "text")}
    on conflict (booking_id, kind) where kind <> 'partial-refund' do nothing
    returning id, booking_id`;
  const now = Date.now();
  await appendToOutbox(
    tx,
    written.map(({ id, bookingId }) =>
      outboxRow("notifications.send", bookingId, { messageId: id }, { now })
    ),
  );
}

/** Writes messages that were owed for longer than `patienceMs`: those whose news was lost. */
export async function writeMissingMessages(
  tx: Transaction,
  options: { patienceMs: number; limit: number; address: string },
): Promise<void> {
  const missing = await tx<{ id: string }[]>`
    select b.id from bookings b
    where b.updated_at between now() - interval '1 day' and now() - ${options.patienceMs} * interval '1 millisecond'
      and b.status = any(${OWING})
      and not exists (
        select 1 from messages m where m.booking_id = b.id and m.kind = case b.status
          when 'confirmed' then 'confirmation' when 'failed' then 'payment-failed' else b.status end
      )
    order by b.id limit ${options.limit}`;
  await writeMessages(tx, missing.map(({ id }) => id), options.address);
}
