/** The data of a booking's page. */
import { type EarlierAttempt, findAttempts } from "@/lib/bookings/attempts.ts";
import { type BookingReader, isOwn, readsEveryBooking } from "@/lib/bookings/buyers.ts";
import { guestAddress } from "@/lib/bookings/guests.ts";
import { type BookingView, type Needs, readBooking } from "@/lib/bookings/queries.ts";
import { cancelRefusal } from "@/lib/bookings/state.ts";
import type { HallMarks } from "@/lib/charts/hall_thumbnail.ts";
import { deadline } from "@/lib/db/pool.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { findHold, type HoldNeeds } from "@/lib/holds/holds.ts";
import { emailKey } from "@/lib/text/email_address.ts";
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
  /** Null unless the booking is a guest's, and the reader is that guest. */
  guest: GuestOffer | null;
}

/** To whom a guest's booking was sent, and what is needed to keep it in an account: null if the reader's is another's. */
export interface GuestOffer {
  email: string;
  /** Whether it has just been erased. */
  isErased?: boolean;
  offer: "sign-in" | "confirm" | "join" | null;
}

/** A thumbnail of a booking's hall, and where the booked seats are. */
export interface TicketHall {
  /** Markup for an `<svg>` with this `viewBox`. */
  viewBox: string;
  picture: string;
  /** By seat id; none for a seat that is no longer in the hall. */
  marks: Record<string, HallMarks>;
}

/** Loads a booking's page; null if there is none that the reader may see. */
export async function loadBookingPage(
  needs: HoldNeeds & Needs,
  reader: BookingReader,
  bookingId: string,
): Promise<BookingPage | null> {
  const booking = await readBooking(needs, reader, bookingId);
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
    isOwn: !readsEveryBooking(reader) || await isBuyer(needs, reader, bookingId),
    guest: await guestOffer(needs, reader, bookingId),
    hall: booking.tickets.length > 0 ? await hallOf(needs, booking, event) : null,
    heldMs: await heldMs(needs, reader, booking),
    canCancel: canCancel(booking, event, now),
  };
}

async function guestOffer(
  { sql }: HoldNeeds,
  reader: BookingReader,
  bookingId: string,
): Promise<GuestOffer | null> {
  const email = await guestAddress(sql, reader, bookingId);
  if (email === null) return null;
  const { user } = reader;
  if (!user) return { email, offer: "sign-in" };
  if (emailKey(user.email) !== emailKey(email)) return { email, offer: null };
  return { email, offer: user.emailConfirmed ? "join" : "confirm" };
}

async function isBuyer({ sql }: HoldNeeds, reader: BookingReader, bookingId: string): Promise<boolean> {
  const { count } = await deadline(
    sql`select from bookings b where b.id = ${bookingId} and ${isOwn(sql, reader)}`,
  );
  return count > 0;
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
async function heldMs(
  needs: HoldNeeds,
  { user, visitorId = null }: BookingReader,
  booking: BookingView,
): Promise<number | null> {
  if (booking.failureReason !== "payment-declined") return null;
  const hold = await findHold(needs, { user, visitorId }, booking.holdId);
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
