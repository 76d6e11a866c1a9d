/** The data of a checkout page. */
import type { Caller } from "@/lib/auth/caller.ts";
import { eventIdOfHold } from "@/lib/board/board.ts";
import type { BookingOwner } from "@/lib/bookings/buyers.ts";
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { HallThumbnail } from "@/lib/charts/hall_thumbnail.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import type { ShownHold } from "@/lib/holds/change.ts";
import { findHold, type HoldNeeds } from "@/lib/holds/holds.ts";
import { type ExpiredSeats, expiredSeats } from "@/lib/seats/expired_seats.ts";
import { bookingOfHold } from "./booking_of_hold.ts";
import { type CheckoutView, checkoutView, shownHold } from "./view.ts";

/** What there is to pay for, or what became of the seats once the hold has expired. */
export interface CheckoutPage {
  event: EventRecord;
  view: CheckoutView | null;
  /** What the buyer was shown before, if the request includes it. */
  shown: ShownHold | null;
  expired: ExpiredSeats;
  /** The zones' colours, by id. */
  colours: Record<string, number>;
  hall: HallThumbnail;
  now: number;
}

/** What the browser has shown: seat ids, and the total in minor units. */
export interface ShownSeats {
  seats: string[];
  total: number | null;
}

/**
 * The event of a checkout and the caller's hold; null if the id does not lead to an event. The hold is null whether it
 * is unknown, ended or someone else's: the page then links back to the event.
 */
export async function findCheckout(
  needs: HoldNeeds,
  caller: Caller,
  holdId: string,
): Promise<{ event: EventRecord; hold: HoldView | null } | null> {
  const eventId = eventIdOfHold(holdId);
  const event = eventId && await needs.catalog.publicEvent(eventId);
  return event ? { event, hold: await findHold(needs, caller, holdId) } : null;
}

/** The id of the booking made from a hold, to which its checkout redirects; null if there is none. */
export async function bookingAfter(
  { sql }: HoldNeeds,
  buyer: BookingOwner,
  hold: HoldView | null,
  holdId: string,
): Promise<string | null> {
  return hold ? hold.bookingId ?? null : await bookingOfHold(sql, holdId, buyer);
}

/** Loads the page for a hold, or for seats whose hold has expired; `query` is the URL's. */
export async function loadCheckoutPage(
  needs: HoldNeeds,
  { event, hold }: { event: EventRecord; hold: HoldView | null },
  query: URLSearchParams,
  { seats, total }: ShownSeats = { seats: query.getAll("seat"), total: null },
): Promise<CheckoutPage> {
  const { catalog, board, now } = needs;
  const { chart, index, thumbnail } = await catalog.chart(event);
  const statuses = hold || seats.length === 0 ? "" : (await board.snapshot(event.id)).statuses;
  const shown = shownHold(index, seats, total);
  return {
    event,
    view: hold && await checkoutView(needs, event, hold, query),
    shown: shown.seats.length > 0 ? shown : null,
    expired: expiredSeats(index, statuses, hold ? [] : seats, event.maxSeatsPerBuyer),
    colours: Object.fromEntries(chart.zones.map(({ id, colour }) => [id, colour])),
    hall: thumbnail(),
    now: now(),
  };
}
