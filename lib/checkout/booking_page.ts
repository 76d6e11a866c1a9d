/** What the page of a booking shows. */
import { type Caller, userOf } from "@/lib/auth/caller.ts";
import { type EarlierAttempt, findAttempts } from "@/lib/bookings/attempts.ts";
import { type BookingView, findBooking, type Needs, readableBy } from "@/lib/bookings/queries.ts";
import { cancelRefusal } from "@/lib/bookings/state.ts";
import type { HallMarks } from "@/lib/charts/hall_thumbnail.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { findHold, type HoldNeeds } from "@/lib/holds/holds.ts";
import type { Waiting } from "./waiting.ts";

export interface BookingPage {
  booking: BookingView;
  event: EventRecord;
  /** The hall with the seats of a confirmed booking; null for any other. */
  hall: TicketHall | null;
  /** Milliseconds that the seats of a declined payment are still kept; null when they are not. */
  keptMs: number | null;
  canCancel: boolean;
  /** Tries to pay for the same seats that came before, oldest first. */
  tries: EarlierAttempt[];
  /** How long a pending payment has been waited for. */
  waiting: Waiting;
  /** The last try for the same seats, whose page is the one for all of them. */
  latestId: string;
  /** Whether the reader is the buyer: admins read all. */
  isOwn: boolean;
}

/** The hall of a booking drawn small, and where its seats are. */
export interface TicketHall {
  /** Markup for an `<svg>` with this `viewBox`. */
  viewBox: string;
  picture: string;
  /** By seat id; none for a seat that the hall has no longer. */
  marks: Record<string, HallMarks>;
}

/** Reads the page of a booking for someone who is signed in; null when there is none that they may read. */
export async function loadBookingPage(
  needs: HoldNeeds & Needs,
  caller: Caller,
  bookingId: string,
): Promise<BookingPage | null> {
  const user = userOf(caller);
  const booking = await findBooking(needs, bookingId, readableBy(user));
  if (!booking) return null;
  const [event, attempts] = await Promise.all([
    needs.catalog.event(booking.eventId),
    findAttempts(needs.sql, booking.id),
  ]);
  if (!event || !attempts) return null;
  const { latestId, tries, deadlineAt } = attempts;
  const now = needs.now();
  return {
    latestId,
    tries,
    waiting: { placedAt: Date.parse(booking.createdAt), deadlineAt: deadlineAt.getTime(), now },
    booking,
    event,
    isOwn: readableBy(user) !== null || await findBooking(needs, bookingId, user.id) !== null,
    hall: booking.tickets.length > 0 ? await hallOf(needs, booking, event) : null,
    keptMs: await keptMs(needs, caller, booking),
    canCancel: canCancel(booking, event, now),
  };
}

/** The hall with a mark for each seat. */
async function hallOf(
  { catalog }: HoldNeeds,
  { seats }: BookingView,
  event: EventRecord,
): Promise<TicketHall> {
  const { index: { indexById }, thumbnail } = await catalog.chart(event);
  const hall = thumbnail();
  const marks = seats.flatMap(({ id }) => {
    const index = indexById.get(id);
    return index === undefined ? [] : [[id, hall.marks([index])] as const];
  });
  return { viewBox: hall.viewBox, picture: hall.svg(), marks: Object.fromEntries(marks) };
}

/** How long the seats of a declined payment are kept for another try. */
async function keptMs(needs: HoldNeeds, caller: Caller, booking: BookingView): Promise<number | null> {
  if (booking.failureReason !== "payment-declined") return null;
  const hold = await findHold(needs, caller, booking.holdId);
  return hold?.status === "active" ? Date.parse(hold.expiresAt) - needs.now() : null;
}

/** Whether cancelling is worth offering; those already admitted learn it when they try. */
function canCancel(booking: BookingView, event: EventRecord, now: number): boolean {
  return cancelRefusal(
    { status: booking.status, admitted: false, createdAt: new Date(booking.createdAt) },
    event,
    now,
  ) === null;
}
