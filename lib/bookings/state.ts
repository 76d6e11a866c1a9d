/**
 * The lifecycle of a booking, as a pure function of what Postgres knows about it.
 *
 * ```
 * pending ──▶ confirmed ──▶ cancelled   (by the buyer, or with its event)
 *    │            ▲   └───▶ refunded    (in full, by the organizer)
 *    ▼            │ rescue
 * failed (not final: money may still arrive) ──▶ failed (final) | refunded
 * ```
 *
 * Whatever learns a fact (a message handler, the sweeper) writes it to the database, reads all facts again and calls
 * `decide`, so no effect depends on the order or the number of messages.
 */

import { type EventChange, freeCancelUntil } from "@/lib/events/changes.ts";
import type { BookingStatus, FailureReason } from "@/lib/messaging/booking_status.ts";

/** The status in `payments`, or `none` if there is no row. A `voided` payment never was and never will be charged. */
export type PaymentStatus = "none" | "started" | "voided" | "approved" | "declined" | "closed";

/** Everything that a decision depends on. */
export interface BookingFacts {
  status: BookingStatus;
  final: boolean;
  failureReason: FailureReason | null;
  payment: PaymentStatus;
  /** The payment's deadline has passed. */
  overdue: boolean;
  eventCancelled: boolean;
}

export type Decision =
  /** Nothing to do for now. */
  | { kind: "stay" }
  /** pending → confirmed, with tickets. */
  | { kind: "confirm" }
  /** pending → failed; the seats are freed. Not final while the provider may still report a charge. */
  | { kind: "fail"; reason: FailureReason; final: boolean }
  /** failed, not final → failed, final: nothing was charged. */
  | { kind: "close" }
  /** failed, not final, but the payment was approved: confirmed if the seats are still free, otherwise refunded. */
  | { kind: "rescue" }
  /** failed, not final, but the payment was approved for something no longer for sale: refunded. */
  | { kind: "refund" }
  /** confirmed → cancelled, with a full refund. */
  | { kind: "cancel" };

const stay: Decision = { kind: "stay" };

/** What must happen to a booking next. Called again after each change, it ends in `stay`. */
export function decide(booking: BookingFacts): Decision {
  switch (booking.status) {
    case "pending":
      return decidePending(booking);
    case "failed":
      return booking.final ? stay : decideFailed(booking);
    case "confirmed":
      return booking.eventCancelled ? { kind: "cancel" } : stay;
    case "cancelled":
    case "refunded":
      return stay;
    default:
      return booking.status satisfies never;
  }
}

function decidePending({ payment, overdue, eventCancelled }: BookingFacts): Decision {
  switch (payment) {
    case "approved":
      return eventCancelled ? { kind: "fail", reason: "event-cancelled", final: false } : { kind: "confirm" };
    case "declined":
      return { kind: "fail", reason: "payment-declined", final: true };
    case "voided":
    case "closed":
      return { kind: "fail", reason: eventCancelled ? "event-cancelled" : "payment-timeout", final: true };
    case "started":
      if (eventCancelled) return { kind: "fail", reason: "event-cancelled", final: false };
      return overdue ? { kind: "fail", reason: "payment-timeout", final: false } : stay;
    case "none":
      // Not started yet: it must be voided first (by whatever finds it overdue), or it could still be charged.
      return stay;
    default:
      return payment satisfies never;
  }
}

function decideFailed({ payment, failureReason, eventCancelled }: BookingFacts): Decision {
  switch (payment) {
    case "approved":
      return eventCancelled || failureReason !== "payment-timeout" ? { kind: "refund" } : { kind: "rescue" };
    case "declined":
    case "voided":
    case "closed":
      return { kind: "close" };
    case "started":
    case "none":
      return stay;
    default:
      return payment satisfies never;
  }
}

export type CancelRefusal = "not-confirmed" | "not-allowed" | "too-late" | "already-used";

/** What determines how long an event's bookings can be cancelled. */
export interface CancelPolicy {
  cancellationAllowed: boolean;
  cancellationUntil: Date | null;
  startsAt: Date;
  changes: EventChange[];
}

/**
 * The time until which a buyer can cancel a booking: as the event allows, or later if the event changed after the
 * booking was made. Null if the buyer can't cancel at all.
 */
export function cancellableUntil(createdAt: Date, event: CancelPolicy): Date | null {
  const allowed = event.cancellationAllowed ? event.cancellationUntil ?? event.startsAt : null;
  const free = freeCancelUntil(event.changes, createdAt);
  return allowed && free ? (allowed > free ? allowed : free) : allowed ?? free;
}

/** The time until which a booking made `now` (milliseconds) could be cancelled; null if it is past or there is none. */
export function cancellableIfBooked(event: CancelPolicy, now: number): Date | null {
  const until = cancellableUntil(new Date(now), event);
  return until && now < until.getTime() ? until : null;
}

/**
 * Why a buyer can't cancel a booking, or null if they can. `admitted`: one of the booking's tickets was checked in.
 * `now` in milliseconds.
 */
export function cancelRefusal(
  booking: { status: BookingStatus; admitted: boolean; createdAt: Date },
  event: CancelPolicy,
  now: number,
): CancelRefusal | null {
  if (booking.status !== "confirmed") return "not-confirmed";
  if (booking.admitted) return "already-used";
  const until = cancellableUntil(booking.createdAt, event);
  if (!until) return "not-allowed";
  return now < until.getTime() ? null : "too-late";
}
