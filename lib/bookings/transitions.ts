/**
 * The writes behind each decision of `state.ts`: a compare-and-set on the status, with everything that goes with it
 * (claims, tickets, refunds, outbox) in the same transaction. The caller locks the rows.
 */
import { v7 as uuidv7 } from "uuid";
import type { Hold } from "@/lib/board/board.ts";
import { insertRows } from "@/lib/db/insert_rows.ts";
import { savepoint, type Transaction } from "@/lib/db/pool.ts";
import type { FailureReason } from "@/lib/messaging/booking_status.ts";
import { appendToOutbox, outboxEntry } from "@/lib/messaging/outbox.ts";
import type { Booking } from "./booking.ts";

export type RefundReason = "cancelled-by-buyer" | "event-cancelled" | "seats-lost" | "organizer";

type BookingTopic = "booking.confirmed" | "booking.failed" | "booking.cancelled" | "booking.changed";

/** pending → confirmed, with one ticket per seat. */
export async function confirm(tx: Transaction, bookings: Booking[]): Promise<void> {
  if (bookings.length === 0) return;
  const ids = bookings.map((booking) => booking.id);
  const confirmed = await tx`
    update bookings set status = 'confirmed', final = true, updated_at = now()
    where id = any(${ids}) and status = 'pending'`;
  assertAll(confirmed.count, bookings, "confirm");
  await insertTickets(tx, bookings);
  await emit(tx, "booking.confirmed", ids);
}

/** pending → failed; the seats are free for others as of the commit. */
export async function fail(
  tx: Transaction,
  failures: { id: string; reason: FailureReason; final: boolean }[],
): Promise<void> {
  if (failures.length === 0) return;
  const ids = failures.map(({ id }) => id);
  const finalIds = failures.filter(({ final }) => final).map(({ id }) => id);
  const failed = await tx`
    update bookings b set status = 'failed', final = b.id = any(${finalIds}), failure_reason = f.reason,
      updated_at = now()
    from unnest(${ids}::uuid[], ${failures.map(({ reason }) => reason)}::text[]) as f (id, reason)
    where b.id = f.id and b.status = 'pending'`;
  assertAll(failed.count, failures, "fail");
  await freeClaims(tx, ids);
  await emit(tx, "booking.failed", ids);
}

/** failed → failed (final): nothing was charged. */
export async function close(tx: Transaction, bookings: { id: string }[]): Promise<void> {
  if (bookings.length === 0) return;
  const ids = bookings.map(({ id }) => id);
  const closed = await tx`
    update bookings set final = true, updated_at = now()
    where id = any(${ids}) and status = 'failed' and not final`;
  assertAll(closed.count, bookings, "close");
  await emit(tx, "booking.failed", ids);
}

/** failed, but the payment was approved → refunded. */
export async function refund(
  tx: Transaction,
  bookings: { id: string }[],
  reason: "event-cancelled" | "seats-lost",
): Promise<void> {
  if (bookings.length === 0) return;
  const ids = bookings.map(({ id }) => id);
  const refunded = await tx`
    update bookings set status = 'refunded', final = true, failure_reason = ${reason}, updated_at = now()
    where id = any(${ids}) and status = 'failed' and not final`;
  assertAll(refunded.count, bookings, "refund");
  await refundRest(tx, ids, reason);
  await emit(tx, "booking.cancelled", ids);
}

/**
 * confirmed → cancelled, or → refunded if the organizer refunds it in full. Frees the seats, voids the tickets and
 * queues a refund of what remains.
 */
export async function cancel(
  tx: Transaction,
  bookings: { id: string }[],
  reason: RefundReason,
): Promise<void> {
  if (bookings.length === 0) return;
  const ids = bookings.map(({ id }) => id);
  const cancelled = await tx`
    update bookings set status = ${reason === "organizer" ? "refunded" : "cancelled"}, updated_at = now(),
      failure_reason = ${reason === "event-cancelled" ? reason : null}
    where id = any(${ids}) and status = 'confirmed'`;
  assertAll(cancelled.count, bookings, "cancel");
  await freeClaims(tx, ids);
  await tx`update tickets set voided_at = now() where booking_id = any(${ids}) and voided_at is null`;
  await refundRest(tx, ids, reason);
  await emit(tx, "booking.cancelled", ids);
}

/**
 * failed, but the payment was approved and the board granted the seats → confirmed under the new hold. Returns false
 * and changes nothing if, in Postgres, a seat is taken or the buyer would exceed the limit.
 */
export async function rescue(tx: Transaction, booking: Booking, hold: Hold): Promise<boolean> {
  const seatIndexes = booking.seats.map((seat) => seat.index);
  try {
    await savepoint(tx, async (tx) => {
      await takeBuyerSeats(tx, booking);
      await tx`
        insert into seat_claims (event_id, seat_index, booking_id)
        select ${booking.eventId}, i, ${booking.id} from unnest(${seatIndexes}::integer[]) as i order by i`;
      await tx`
        insert into placements (hold_id, attempt, booking_id) values (${hold.id}, ${hold.attempt}, ${booking.id})`;
      const rescued = await tx`
        update bookings set status = 'confirmed', final = true, failure_reason = null, updated_at = now(),
          hold_id = ${hold.id}, attempt = ${hold.attempt}
        where id = ${booking.id} and status = 'failed' and not final`;
      assertAll(rescued.count, [booking], "rescue");
      await insertTickets(tx, [booking]);
      await emit(tx, "booking.confirmed", [booking.id]);
    });
    return true;
  } catch (error) {
    if (error instanceof LimitReached || isUniqueViolation(error)) return false;
    throw error;
  }
}

class LimitReached extends Error {}

async function takeBuyerSeats(tx: Transaction, { eventId, buyerId, seats, maxSeatsPerBuyer }: Booking) {
  const taken = await tx`
    insert into buyer_seats as b (event_id, buyer_id, seats)
    select ${eventId}, ${buyerId}, ${seats.length} where ${seats.length} <= ${maxSeatsPerBuyer}::integer
    on conflict (event_id, buyer_id) do update set seats = b.seats + excluded.seats
      where b.seats + excluded.seats <= ${maxSeatsPerBuyer}`;
  if (taken.count === 0) throw new LimitReached();
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}

async function insertTickets(tx: Transaction, bookings: Booking[]): Promise<void> {
  const tickets = bookings.flatMap(({ id: bookingId, eventId, seats }) =>
    seats.map(({ index, id: seatId }) => ({
      id: uuidv7(),
      booking_id: bookingId,
      event_id: eventId,
      seat_index: index,
      seat_id: seatId,
    }))
  );
  await insertRows(tx, "tickets", tickets);
}

/** Frees the seats of these bookings, or only those in `seatIndexes`. */
async function freeClaims(
  tx: Transaction,
  bookingIds: string[],
  seatIndexes: number[] | null = null,
): Promise<void> {
  await tx`
    with freed as (
      delete from seat_claims where booking_id = any(${bookingIds})
        and (${seatIndexes}::integer[] is null or seat_index = any(${seatIndexes}::integer[]))
      returning booking_id
    ), counted as (
      select b.event_id, b.buyer_id, count(*)::integer as seats
      from freed f join bookings b on b.id = f.booking_id group by b.event_id, b.buyer_id
    )
    update buyer_seats s set seats = s.seats - c.seats
    from counted c where s.event_id = c.event_id and s.buyer_id = c.buyer_id`;
}

/**
 * Queues a refund of what is left of each charge; a free booking has none. A buyer who cancels gets the price of the
 * remaining seats: a fee withheld for seats returned earlier is not refunded.
 */
async function refundRest(tx: Transaction, bookingIds: string[], reason: RefundReason): Promise<void> {
  await tx`select booking_id from payments where booking_id = any(${bookingIds}) order by booking_id for update`;
  await tx`
    insert into refunds (id, booking_id, amount, reason, status, next_attempt_at)
    select n.id, p.booking_id, left_over.amount, ${reason}, 'pending', now()
    from unnest(${bookingIds.map(() => uuidv7())}::uuid[], ${bookingIds}::uuid[]) as n (id, booking_id)
    join payments p on p.booking_id = n.booking_id and p.status = 'approved'
    cross join lateral (
      select least(
        p.amount - (select coalesce(sum(amount), 0) from refunds where booking_id = p.booking_id),
        case when ${reason === "cancelled-by-buyer"} then
          (select sum(price) from booking_seats where booking_id = p.booking_id and returned_at is null) end
      ) as amount
    ) left_over
    where left_over.amount > 0`;
}

/** A refund by the organizer. Amounts are minor units. */
export interface OrganizerRefund {
  amount: number;
  note?: string;
  /** The tickets returned and what happens to their seats; if absent, the booking keeps its seats and tickets. */
  returned?: { tickets: { id: string; seatIndex: number }[]; fee: number; keepSeats: boolean };
}

/** Queues a refund of part of the charge. The caller checks what remains. Returns the refund's id. */
export async function queuePartialRefund(
  tx: Transaction,
  bookingId: string,
  { amount, note, returned }: OrganizerRefund,
): Promise<string> {
  const id = uuidv7();
  const ticketIds = returned?.tickets.map((ticket) => ticket.id) ?? null;
  // A refund of zero needs no provider.
  const [status, pending] = amount > 0 ? ["pending", true] : ["done", false];
  await tx`
    insert into refunds (id, booking_id, amount, reason, note, tickets, fee, seats_kept, status, next_attempt_at, done_at)
    values (${id}, ${bookingId}, ${amount}, 'organizer', ${note ?? null}, ${ticketIds}::uuid[],
      ${returned?.fee ?? 0}, ${returned?.keepSeats ?? false}, ${status},
      case when ${pending} then now() end, case when not ${pending} then now() end)`;
  return id;
}

/**
 * Removes valid tickets from a confirmed booking: they become void, and their seats go back on sale or stay off sale.
 * Removing the last one ends the booking. Returns the booking's new status.
 */
export async function returnTickets(
  tx: Transaction,
  { id, eventId }: { id: string; eventId: string },
  { tickets, keepSeats }: NonNullable<OrganizerRefund["returned"]>,
): Promise<"confirmed" | "refunded"> {
  const seatIndexes = tickets.map(({ seatIndex }) => seatIndex);
  await tx`
    update booking_seats set returned_at = now() where booking_id = ${id} and seat_index = any(${seatIndexes})`;
  await tx`update tickets set voided_at = now() where id = any(${tickets.map((ticket) => ticket.id)})`;
  await freeClaims(tx, [id], seatIndexes);
  if (keepSeats) {
    await tx`
      update events set blocked_seats = array(
        select distinct i from unnest(blocked_seats || ${seatIndexes}::integer[]) as i order by i)
      where id = ${eventId}`;
  }
  const [{ status }] = await tx<[{ status: "confirmed" | "refunded" }]>`
    update bookings b set updated_at = now(), status = case when exists (
        select from booking_seats where booking_id = b.id and returned_at is null
      ) then 'confirmed' else 'refunded' end
    where id = ${id} and status = 'confirmed' returning status`;
  await emit(tx, status === "refunded" ? "booking.cancelled" : "booking.changed", [id]);
  return status;
}

async function emit(tx: Transaction, topic: BookingTopic, bookingIds: string[]): Promise<void> {
  const now = Date.now();
  await appendToOutbox(
    tx,
    bookingIds.map((bookingId) => outboxEntry(topic, bookingId, { bookingId }, { now })),
  );
}

/** The rows are locked and were just read: a compare-and-set that misses is a bug. */
function assertAll(changed: number, expected: unknown[], what: string): void {
  if (changed !== expected.length) {
    throw new Error(`${what}: ${changed} of ${expected.length} bookings had the expected status`);
  }
}
