import { z } from "zod";
import {
  type Proof,
  type ProofRefusal,
  type ProofServices,
  reauthenticate,
} from "@/lib/account/reauthenticate.ts";
import type { User } from "@/lib/auth/caller.ts";
import { type Config, siteUrl } from "@/lib/config.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type KeyedRequest, type KeyReused, replayOrRun } from "@/lib/db/idempotency.ts";
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { type Editor, isWithinReach, type Viewer } from "@/lib/events/admin.ts";
import type { BookingStatus } from "@/lib/messaging/booking_status.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { writePartialRefund } from "@/lib/notifications/write.ts";
import { typedLines } from "@/lib/text/typed_text.ts";
import { cancel, type OrganizerRefund, queuePartialRefund, returnTickets } from "./transitions.ts";
import { type BookingRow, selectBookings, type StaffBookingView, staffView } from "./queries.ts";

const TICKETS_MAX = 100;
export const REFUND_REASON_MAX = 500;

/** The reason for a refund, which the buyer reads. */
export const refundReason = typedLines(REFUND_REASON_MAX);

/** What an organizer refunds: an amount, or tickets, or (with neither) everything that remains. */
export const refundRequestSchema = z.strictObject({
  amount: z.int().min(1).optional().describe("Minor units").meta({ examples: [2500] }),
  tickets: z.array(z.uuid()).min(1).max(TICKETS_MAX).optional()
    .describe("Refunds their prices less `fee`, up to what remains"),
  keepSeats: z.boolean().optional().describe("Keeps the seats of `tickets` off sale"),
  fee: z.int().min(0).optional()
    .describe("Withheld from the price of `tickets`, in minor units; at most that price"),
  reason: refundReason.optional().describe("Shown to the buyer in the message"),
}).superRefine(({ amount, tickets, keepSeats, fee }, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (tickets && amount !== undefined) refuse("amount", "must not be given together with tickets");
  if (!tickets && keepSeats !== undefined) refuse("keepSeats", "is only allowed with tickets");
  if (!tickets && fee !== undefined) refuse("fee", "is only allowed with tickets");
});

export type RefundRequest = z.infer<typeof refundRequestSchema>;

export interface RefundOptions {
  /** A repeat of the request changes nothing and gets the same result. */
  keyed?: KeyedRequest | null;
  /** What remained to be refunded when the organizer decided: if the amount now differs, nothing is done. */
  shownRemaining?: number;
  /** Whether the organizer has just reauthenticated. */
  isReauthenticated?: boolean;
}

export type RefundRefusal =
  /** The amount is above `REAUTH_ABOVE`. */
  | { ok: false; code: "reauthentication-required" }
  /** Unknown, or for another organizer's event. */
  | { ok: false; code: "not-found" }
  /** Pending or failed: there is no money to refund. */
  | { ok: false; code: "not-confirmed" }
  /** More than `remaining` (minor units), which is 0 once everything has been or is being refunded. */
  | { ok: false; code: "refund-exceeds"; remaining: number }
  /** These tickets are already void. */
  | { ok: false; code: "ticket-void"; tickets: string[] }
  /** The booking has changed since it was shown. */
  | { ok: false; code: "changed" }
  | { ok: false; code: "validation"; path: string; message: string };

export type RefundResult = { ok: true; booking: StaffBookingView } | RefundRefusal | KeyReused;

interface Needs {
  sql: Sql;
  eventLog: EventLog;
  config: Config;
}

/**
 * Refunds a booking for its event's organizer. A refund of everything that remains (even if requested as an amount)
 * ends the booking: its tickets become void and its seats free. A smaller amount leaves the booking unchanged. A refund
 * by ticket removes those tickets and their seats; removing the last one ends the booking. The buyer gets a message.
 * Refunds of one booking run one at a time, so together they never exceed the charge.
 */
export async function refundBooking(
  { sql, eventLog, config }: Needs,
  organizer: Editor,
  bookingId: string,
  request: RefundRequest,
  { keyed = null, shownRemaining, isReauthenticated = false }: RefundOptions = {},
): Promise<RefundResult> {
  const result = await transaction(
    sql,
    (tx) =>
      replayOrRun(tx, keyed, async (): Promise<{ ok: true; value: BookingRow } | RefundRefusal> => {
        const refusal = await refund(
          tx,
          organizer,
          bookingId,
          { ...request, shownRemaining, amountMax: isReauthenticated ? null : config.reauthAbove },
          siteUrl(config),
        );
        if (refusal) return refusal;
        const [row] = await tx<BookingRow[]>`${selectBookings(tx)} where b.id = ${bookingId}`;
        return { ok: true, value: row };
      }),
  );
  if (!result.ok) return result;
  eventLog.kick();
  // A stored result has been through JSON.
  const { createdAt, updatedAt } = result.value;
  const row = { ...result.value, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) };
  return { ok: true, booking: staffView(row) };
}

/**
 * Refunds like {@link refundBooking}. Above `REAUTH_ABOVE` it takes proof that the organizer is the account's owner,
 * except for a repeat, whose code has been used up.
 * @throws {Unavailable} if too many passwords are waiting to be hashed
 */
export async function refundWithProof(
  services: Needs & ProofServices,
  organizer: Editor & Pick<User, "name" | "locale">,
  bookingId: string,
  request: RefundRequest,
  proof: Proof,
  options: Omit<RefundOptions, "isReauthenticated">,
): Promise<RefundResult | ProofRefusal> {
  const refund = (isReauthenticated: boolean) =>
    refundBooking(services, organizer, bookingId, request, { ...options, isReauthenticated });
  const result = await refund(false);
  if (result.ok || result.code !== "reauthentication-required") return result;
  const proved = await reauthenticate(services, organizer, proof);
  if (proved.ok) return await refund(true);
  // If the form was sent twice at once, the other request has used the code.
  const repeated = await refund(false);
  return repeated.ok ? repeated : proved;
}

/** Performs the refund, or returns why not. */
async function refund(
  tx: Transaction,
  organizer: Editor,
  bookingId: string,
  request: RefundRequest & Pick<RefundOptions, "shownRemaining"> & { amountMax: number | null },
  site: string,
): Promise<RefundRefusal | null> {
  const booking = await lockBooking(tx, organizer, bookingId, request.keepSeats ?? false);
  if (!booking) return { ok: false, code: "not-found" };
  if (booking.status === "pending" || booking.status === "failed") {
    return { ok: false, code: "not-confirmed" };
  }
  const remaining = await lockRemaining(tx, bookingId);
  if (request.shownRemaining !== undefined && request.shownRemaining !== remaining) {
    return { ok: false, code: "changed" };
  }
  const planned = request.tickets
    ? await planTickets(tx, bookingId, request, remaining)
    : planAmount(booking.status, request.amount ?? remaining, remaining);
  if ("ok" in planned) return planned;
  if (request.amountMax !== null && planned.amount > request.amountMax) {
    return { ok: false, code: "reauthentication-required" };
  }
  if (planned.returned || planned.amount < remaining) {
    await refundInPartAndNotify(tx, booking, { ...planned, note: request.reason }, site);
  } else {
    await cancel(tx, [booking], "organizer");
  }
  await writeAudit(tx, {
    actor: organizer,
    action: "booking.refunded",
    subject: { type: "booking", id: bookingId },
    detail: {
      amount: planned.amount,
      before: { remaining },
      after: { remaining: remaining - planned.amount },
      ...(request.tickets && { tickets: request.tickets, fee: request.fee ?? 0 }),
    },
  });
  return null;
}

interface LockedBooking {
  id: string;
  eventId: string;
  status: BookingStatus;
}

async function refundInPartAndNotify(
  tx: Transaction,
  booking: LockedBooking,
  part: OrganizerRefund,
  site: string,
): Promise<void> {
  const refundId = await queuePartialRefund(tx, booking.id, part);
  const status = part.returned ? await returnTickets(tx, booking, part.returned) : booking.status;
  // A booking that has ended gets the message for its new status instead.
  if (status === "confirmed") await writePartialRefund(tx, booking.id, refundId, site);
}

function planAmount(
  status: BookingStatus,
  amount: number,
  remaining: number,
): OrganizerRefund | RefundRefusal {
  if (status !== "confirmed" || amount > remaining) return { ok: false, code: "refund-exceeds", remaining };
  return { amount };
}

async function planTickets(
  tx: Transaction,
  bookingId: string,
  { tickets: ids = [], fee = 0, keepSeats = false }: RefundRequest,
  remaining: number,
): Promise<OrganizerRefund | RefundRefusal> {
  const tickets = await tx<{ id: string; seatIndex: number; isVoid: boolean; price: number }[]>`
    select t.id, t.seat_index, t.voided_at is not null as is_void, s.price
    from tickets t join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
    where t.booking_id = ${bookingId} and t.id = any(${ids}::uuid[]) order by t.seat_index`;
  const invalid = (
    path: string,
    message: string,
  ) => ({ ok: false, code: "validation", path, message } as const);
  if (ids.length === 0 || new Set(ids).size !== ids.length) {
    return invalid("tickets", "must name at least one ticket, without duplicates");
  }
  if (tickets.length !== ids.length) return invalid("tickets", "must be tickets of this booking");
  const voided = tickets.filter(({ isVoid }) => isVoid).map(({ id }) => id);
  if (voided.length > 0) return { ok: false, code: "ticket-void", tickets: voided };
  const price = tickets.reduce((sum, ticket) => sum + ticket.price, 0);
  if (fee > price) return invalid("fee", "must not be more than the tickets cost");
  return { amount: ticketsRefund(price, fee, remaining), returned: { tickets, fee, keepSeats } };
}

/** The refund for tickets of this total price: the price less the fee, up to what remains of the charge. */
export function ticketsRefund(price: number, fee: number, remaining: number): number {
  return Math.min(price - fee, remaining);
}

/** An event that is also written is locked before the booking, as everywhere else: mixed orders could deadlock. */
async function lockBooking(
  tx: Transaction,
  person: Viewer,
  bookingId: string,
  writesEvent: boolean,
): Promise<LockedBooking | null> {
  if (writesEvent) {
    await tx`
      select from events where id = (select event_id from bookings where id = ${bookingId}) for no key update`;
  }
  const [row] = await tx<LockedBooking[]>`
    select b.id, b.event_id, b.status from bookings b join events e on e.id = b.event_id
    where b.id = ${bookingId} and ${isWithinReach(tx, person, "every-event")} for update of b`;
  return row ?? null;
}

/** What remains of the charge after refunds, in minor units. Locks the payment before it reads the refunds. */
export async function lockRemaining(tx: Transaction, bookingId: string): Promise<number> {
  const [payment] = await tx<[{ amount: number }?]>`
    select amount from payments where booking_id = ${bookingId} and status = 'approved' for update`;
  const [{ refunded }] = await tx<[{ refunded: number }]>`
    select coalesce(sum(amount), 0)::integer as refunded from refunds where booking_id = ${bookingId}`;
  return (payment?.amount ?? 0) - refunded;
}
