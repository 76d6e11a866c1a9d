/** The bookings of the sample data, with all rows that a sale writes. */
import { newHoldId } from "@/lib/board/board.ts";
import { newBookingCode } from "@/lib/bookings/code.ts";
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import { insertRows } from "@/lib/db/insert_rows.ts";
import type { Transaction } from "@/lib/db/pool.ts";
import { composeMessage } from "@/lib/notifications/templates.ts";
import type { Venue } from "./halls/mod.ts";
import { type Random, randomBytes, randomId } from "./random.ts";
import { planSales, type SampleParty } from "./sales.ts";

export interface Buyer {
  id: string;
  name: string;
}

/** What the bookings of an event depend on. */
export interface SoldEvent {
  id: string;
  title: string;
  venue: Venue;
  hall: ChartIndex;
  startsAt: Date;
  doorsAt: Date;
  currency: string;
  maxSeatsPerBuyer: number;
  blockedSeats: number[];
  zones: { id: string; name: string; price: number }[];
  /** The share of seats that are sold, 0 to 1. */
  sold: number;
  /** Whether the demo visitor has two seats. */
  visitorBooked: boolean;
}

interface Context {
  /** Milliseconds. */
  now: number;
  /** The site's URL, for links in messages. */
  site: string;
  random: Random;
}

interface BookedSeat {
  seat_index: number;
  seat_id: string;
  section: string;
  row: string;
  number: string;
  zone: string;
  price: number;
}

interface Booking {
  id: string;
  code: string;
  holdId: string;
  createdAt: Date;
  buyer: Buyer;
  event: SoldEvent;
  seats: BookedSeat[];
  total: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Stores the sales of each event, up to its `sold` share. */
export async function storeBookings(
  tx: Transaction,
  events: SoldEvent[],
  people: { buyers: Buyer[]; visitor: Buyer },
  context: Context,
): Promise<void> {
  const bookings = events.flatMap((event) => bookingsOf(event, people, context));
  await storeSales(tx, bookings);
  await storePayments(tx, bookings);
  await storeTickets(tx, bookings, context);
  await insertRows(tx, "messages", bookings.map((booking) => confirmationOf(booking, context)));
}

function bookingsOf(
  event: SoldEvent,
  { buyers, visitor }: { buyers: Buyer[]; visitor: Buyer },
  context: Context,
): Booking[] {
  const parties = planSales({ ...event, buyers: buyers.length, random: context.random });
  const pair = event.visitorBooked ? parties.find(({ seats }) => seats.length === 2) : undefined;
  return parties.map((party) =>
    bookingOf(event, party, party === pair ? visitor : buyers[party.buyer], context)
  );
}

function bookingOf(event: SoldEvent, party: SampleParty, buyer: Buyer, { now, random }: Context): Booking {
  const prices = new Map(event.zones.map(({ id, price }) => [id, price]));
  const seats = party.seats.map((seat_index) => {
    const { id, section, row, number, zone } = event.hall.chart.seats[seat_index];
    return { seat_index, seat_id: id, section, row, number, zone, price: prices.get(zone)! };
  });
  // Sold over the last two weeks, mostly recently, but nothing in the last hour.
  const createdAtMs = Math.floor(now - HOUR_MS - random() ** 2 * 14 * DAY_MS);
  return {
    id: randomId(createdAtMs, random),
    code: newBookingCode((count) => randomBytes(count, random)),
    holdId: newHoldId(event.id, randomBytes(10, random)),
    createdAt: new Date(createdAtMs),
    buyer,
    event,
    seats,
    total: seats.reduce((sum, seat) => sum + seat.price, 0),
  };
}

/** One row per seat. */
function perSeat<Row>(bookings: Booking[], row: (seat: BookedSeat, booking: Booking) => Row): Row[] {
  return bookings.flatMap((booking) => booking.seats.map((seat) => row(seat, booking)));
}

async function storeSales(tx: Transaction, bookings: Booking[]): Promise<void> {
  await insertRows(
    tx,
    "bookings",
    bookings.map((booking) => ({
      id: booking.id,
      code: booking.code,
      event_id: booking.event.id,
      buyer_id: booking.buyer.id,
      hold_id: booking.holdId,
      attempt: 1,
      chart_version: booking.event.hall.chart.version,
      status: "confirmed",
      final: true,
      total: booking.total,
      currency: booking.event.currency,
      payment_token: "tok_approve",
      deadline_at: new Date(booking.createdAt.getTime() + 120_000),
      created_at: booking.createdAt,
      updated_at: booking.createdAt,
    })),
  );
  await insertRows(tx, "booking_seats", perSeat(bookings, (seat, { id }) => ({ booking_id: id, ...seat })));
  await insertRows(
    tx,
    "seat_claims",
    perSeat(bookings, ({ seat_index }, { id, event }) => {
      return { event_id: event.id, seat_index, booking_id: id };
    }),
  );
  await tx`
    insert into buyer_seats (event_id, buyer_id, seats)
    select b.event_id, b.buyer_id, count(*) from bookings b join seat_claims c on c.booking_id = b.id
    group by b.event_id, b.buyer_id`;
  await insertRows(
    tx,
    "placements",
    bookings.map(({ id, holdId, createdAt }) => {
      return { hold_id: holdId, attempt: 1, booking_id: id, created_at: createdAt };
    }),
  );
}

async function storePayments(tx: Transaction, bookings: Booking[]): Promise<void> {
  const money = ({ total, event }: Booking) => {
    return { amount: total, currency: event.currency, token: "tok_approve", status: "approved" };
  };
  await insertRows(
    tx,
    "payments",
    bookings.map((booking) => ({
      booking_id: booking.id,
      ...money(booking),
      attempts: 1,
      created_at: booking.createdAt,
      updated_at: booking.createdAt,
    })),
  );
  await insertRows(
    tx,
    "mock_provider.charges",
    bookings.map((booking) => ({
      key: booking.id,
      ...money(booking),
      created_at: booking.createdAt,
      decided_at: booking.createdAt,
    })),
  );
}

async function storeTickets(tx: Transaction, bookings: Booking[], { random }: Context): Promise<void> {
  await insertRows(
    tx,
    "tickets",
    perSeat(bookings, ({ seat_index, seat_id }, { id, event, createdAt }) => ({
      id: randomId(createdAt.getTime(), random),
      booking_id: id,
      event_id: event.id,
      seat_index,
      seat_id,
      created_at: createdAt,
    })),
  );
}

function confirmationOf(booking: Booking, { site, random }: Context) {
  const { event: { venue, ...event }, buyer, createdAt } = booking;
  const facts = {
    bookingId: booking.id,
    code: booking.code,
    status: "confirmed",
    final: true,
    failureReason: null,
    total: booking.total,
    refund: 0,
    currency: event.currency,
    locale: "en",
    name: buyer.name,
    title: event.title,
    startsAt: event.startsAt,
    doorsAt: event.doorsAt,
    venueName: venue.name,
    venueAddress: venue.address,
    city: venue.city,
    timeZone: venue.timeZone,
    seats: booking.seats,
  } as const;
  return {
    id: randomId(createdAt.getTime(), random),
    buyer_id: buyer.id,
    booking_id: booking.id,
    kind: "confirmation",
    ...composeMessage("confirmation", facts, site),
    created_at: createdAt,
    sent_at: createdAt,
    attempts: 1,
    next_attempt_at: createdAt,
  };
}
