import type { User } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { siteAddress } from "@/lib/config.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type Transaction, transaction } from "@/lib/db/pool.ts";
import { writePartialRefund } from "@/lib/notifications/write.ts";
import type { Services } from "@/lib/services.ts";
import type { BookingStatus } from "./state.ts";
import { cancel, refundPart } from "./transitions.ts";

export type RefundAnswer =
  | { ok: true }
  /** Unknown, or of another organiser's event. */
  | { ok: false; code: "not-found" }
  /** Pending or failed: no money that could be given back. */
  | { ok: false; code: "not-confirmed" }
  /** More than `remaining` (minor units), which is 0 once all is on its way back. */
  | { ok: false; code: "refund-exceeds"; remaining: number };

/**
 * The organiser gives money back. All that remains (`amount` null, or just that much, in minor units): the booking is
 * refunded, its tickets void, its seats free. Less: it stays as it is. The buyer is told of either. Refunds of one
 * booking wait for each other, so together they are never more than what was charged.
 */
export async function refundBooking(
  { sql, eventLog, config }: Pick<Services, "sql" | "eventLog" | "config">,
  organizer: Pick<User, "id" | "role">,
  bookingId: string,
  amount: number | null,
): Promise<RefundAnswer> {
  const answer = await transaction(sql, async (tx): Promise<RefundAnswer> => {
    const status = await lockStatus(tx, organizer, bookingId);
    if (!status) return { ok: false, code: "not-found" };
    if (status === "pending" || status === "failed") return { ok: false, code: "not-confirmed" };
    const remaining = await lockRemaining(tx, bookingId);
    const over = status !== "confirmed" || (amount ?? 0) > remaining;
    if (over) return { ok: false, code: "refund-exceeds", remaining };
    if (amount === null || amount === remaining) {
      await cancel(tx, [{ id: bookingId }], "organizer");
    } else {
      await refundPart(tx, bookingId, amount);
      await writePartialRefund(tx, bookingId, siteAddress(config));
    }
    await writeAudit(tx, {
      actorId: organizer.id,
      action: "booking.refunded",
      subjectType: "booking",
      subjectId: bookingId,
      detail: { amount: amount ?? remaining },
    });
    return { ok: true };
  });
  if (answer.ok) eventLog.kick();
  return answer;
}

async function lockStatus(
  tx: Transaction,
  { id, role }: Pick<User, "id" | "role">,
  bookingId: string,
): Promise<BookingStatus | null> {
  const [row] = await tx<[{ status: BookingStatus }?]>`
    select b.status from bookings b join events e on e.id = b.event_id
    where b.id = ${bookingId} and (${may(role, "every-event")} or e.organizer_id = ${id}) for update of b`;
  return row?.status ?? null;
}

/** What was charged and is not given back yet, in minor units. Locks first and reads the refunds then. */
async function lockRemaining(tx: Transaction, bookingId: string): Promise<number> {
  const [payment] = await tx<[{ amount: number }?]>`
    select amount from payments where booking_id = ${bookingId} and status = 'approved' for update`;
  const [{ refunded }] = await tx<[{ refunded: number }]>`
    select coalesce(sum(amount), 0)::integer as refunded from refunds where booking_id = ${bookingId}`;
  return (payment?.amount ?? 0) - refunded;
}
