/** The data of a booking's page. */
import { actorOf, type Caller } from "@/lib/auth/caller.ts";
import { type EarlierAttempt, findAttempts } from "@/lib/bookings/attempts.ts";
import {
  type BookingView,
  findBooking,
  type Needs,
  readableBy,
  readBooking,
} from "@/lib/bookings/queries.ts";
import { cancelRefusal } from "@/lib/bookings/state.ts";
import type { HallMarks } from "@/lib/charts/hall_thumbnail.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { findHold, type HoldNeeds } from "@/lib/holds/holds.ts";
import type { Waiting } from "./waiting.ts";

export interface BookingPage {
  booking: BookingView;
  event: EventRecord;
  /** The hall with the booking's seats; null unless the booking has tickets. */
  hall: TicketHall | null;
  /** How many more milliseconds the seats of a declined payment are held; null if they are not. */
  heldMs: number | null;
  canCancel: boolean;
  /** Earlier attempts to pay for the same seats, oldest first. */
  earlierAttempts: EarlierAttempt[];
  /** The wait for a pending payment. */
  waiting: Waiting;
  /** The latest attempt for the same seats, whose page shows all attempts. */
  latestId: string;
  /** Whether the reader is the buyer: admins can read every booking. */
  isOwn: boolean;
}

/** A thumbnail of a booking's hall, and where the booked seats are. */
export interface TicketHall {
  /** Markup for an `<svg>` with this `viewBox`. */
  viewBox: string;
  picture: string;
  /** By seat id; none for a seat that is no longer in the hall. */
  marks: Record<string, HallMarks>;
}

/** Loads a booking's page for a signed-in reader; null if there is none that they may read. */
export async function loadBookingPage(
  needs: HoldNeeds & Needs,
  caller: Caller,
  bookingId: string,
): Promise<BookingPage | null> {
  const user = actorOf(caller);
  const booking = await readBooking(needs, user, bookingId);
  if (!booking) return null;
  const [event, attempts] = await Promise.all([
    needs.catalog.event(booking.eventId),
    findAttempts(needs.sql, booking.id),
  ]);
  if (!event || !attempts) return null;
  const { latestId, earlierAttempts, deadlineAt } = attempts;
  const now = needs.now();
  return {
    latestId,
    earlierAttempts,
    waiting: { placedAt: Date.parse(booking.createdAt), deadlineAt: deadlineAt.getTime(), now },
    booking,
    event,
    isOwn: readableBy(user) !== null || await findBooking(needs, bookingId, user.id) !== null,
    hall: booking.tickets.length > 0 ? await hallOf(needs, booking, event) : null,
    heldMs: await heldMs(needs, caller, booking),
    canCancel: canCancel(booking, event, now),
  };
}

/** The hall with marks for each of the booking's seats. */
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

/** How long the seats of a declined payment are still held for another attempt, in milliseconds. */
async function heldMs(needs: HoldNeeds, caller: Caller, booking: BookingView): Promise<number | null> {
  if (booking.failureReason !== "payment-declined") return null;
  const hold = await findHold(needs, caller, booking.holdId);
  return hold?.status === "active" ? Date.parse(hold.expiresAt) - needs.now() : null;
}

/** Whether to offer cancellation; a buyer who has been admitted is refused only when they try. */
function canCancel(booking: BookingView, event: EventRecord, now: number): boolean {
  return cancelRefusal(
    { status: booking.status, admitted: false, createdAt: new Date(booking.createdAt) },
    event,
    now,
  ) === null;
}
