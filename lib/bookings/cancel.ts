import { writeAudit } from "@/lib/db/audit_log.ts";
import { type Sql, transaction } from "@/lib/db/pool.ts";
import type { EventChange } from "@/lib/events/changes.ts";
import { changesOf } from "@/lib/events/event.ts";
import type { BookingStatus } from "@/lib/messaging/booking_status.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { type BookingOwner, isOwn } from "./buyers.ts";
import { lockRemaining } from "./refund.ts";
import { type CancelRefusal, cancelRefusal } from "./state.ts";
import { cancel } from "./transitions.ts";

export type CancelResult =
  | { ok: true }
  | { ok: false; code: "not-found" }
  | { ok: false; code: "not-cancellable"; why: CancelRefusal }
  /** The refund is no longer the amount that the buyer was shown. */
  | { ok: false; code: "refund-changed"; refund: number };

/**
 * Cancels a confirmed booking for its buyer, where the event allows it, and refunds what remains of the price.
 * `shownRefund`: the refund that the buyer was shown, in minor units, compared with the actual one unless null.
 */
export async function cancelBooking(
  { sql, eventLog, now }: { sql: Sql; eventLog: EventLog; now: () => number },
  bookingId: string,
  buyer: BookingOwner,
  shownRefund: number | null = null,
): Promise<CancelResult> {
  const result = await transaction(sql, async (tx): Promise<CancelResult> => {
    // Locks before reading: a ticket scanned at the same time is either admitted before the read or refused.
    await tx`select from bookings b where b.id = ${bookingId} and ${isOwn(tx, buyer)} for update`;
    const [row] = await tx<
      [
        {
          status: BookingStatus;
          cancellationAllowed: boolean;
          cancellationUntil: Date | null;
          startsAt: Date;
          changes: EventChange[];
          admitted: boolean;
          createdAt: Date;
        }?,
      ]
    >`
      select b.status, b.created_at, e.cancellation_allowed, e.cancellation_until, e.starts_at,
        ${changesOf(tx)} as changes, exists (
          select from checkins c join tickets t on t.id = c.ticket_id where t.booking_id = b.id
        ) as admitted
      from bookings b join events e on e.id = b.event_id
      where b.id = ${bookingId} and ${isOwn(tx, buyer)}`;
    if (!row) return { ok: false, code: "not-found" };
    const why = cancelRefusal(row, row, now());
    if (why) return { ok: false, code: "not-cancellable", why };
    const [{ price }] = await tx<[{ price: number }]>`
      select coalesce(sum(price), 0)::integer as price from booking_seats
      where booking_id = ${bookingId} and returned_at is null`;
    const refund = Math.min(price, await lockRemaining(tx, bookingId));
    if (shownRefund !== null && shownRefund !== refund) return { ok: false, code: "refund-changed", refund };
    await cancel(tx, [{ id: bookingId }], "cancelled-by-buyer");
    await writeAudit(tx, {
      actor: { id: buyer.id, address: buyer.address },
      action: "booking.cancelled",
      subject: { type: "booking", id: bookingId },
      detail: { before: { status: row.status }, after: { status: "cancelled" }, refund },
    });
    return { ok: true };
  });
  if (result.ok) eventLog.kick();
  return result;
}
