/** For tests of tickets: a booking of two seats and a standing place, and its event. */
import type { BookingView } from "@/lib/bookings/queries.ts";
import type { EventRecord } from "@/lib/events/event.ts";

const EVENT_ID = "0199f0a0-0000-7000-8000-000000000002";

const seats = [
  { id: "P-C-12", section: "Parterre", row: "C", number: "12", zone: "stalls", price: 4550 },
  { id: "P-C-13", section: "Parterre", row: "C", number: "13", zone: "stalls", price: 4550 },
  { id: "floor-1", section: "Floor", row: "", number: "", zone: "standing", price: 3000 },
];

export const booking: BookingView = {
  id: "0199f0a0-0000-7000-8000-000000000001",
  code: "K7QX-2MVD",
  eventId: EVENT_ID,
  holdId: "hold",
  status: "confirmed",
  final: true,
  failureReason: null,
  seats,
  returnedSeats: [],
  total: 12100,
  currency: "EUR",
  createdAt: "2026-11-22T10:00:00.000Z",
  updatedAt: "2026-11-22T10:00:05.000Z",
  tickets: seats.map(({ id }, index) => ({
    id: `0199f0a0-0000-7000-8000-00000000001${index}`,
    seatId: id,
    token: `header.${id.repeat(20)}.signature`,
  })),
  refund: { status: "none", amount: 0 },
};

export const event: EventRecord = {
  poster: { motif: null, artwork: null },
  id: EVENT_ID,
  slug: "night-music",
  type: "concert",
  title: "Pieśni nocy",
  description: "Songs.",
  status: "published",
  startsAt: new Date("2026-12-04T19:00:00Z"),
  endsAt: new Date("2026-12-04T21:30:00Z"),
  doorsAt: new Date("2026-12-04T18:00:00Z"),
  salesOpenAt: null,
  salesCloseAt: null,
  currency: "EUR",
  maxSeatsPerBuyer: 6,
  minimumAge: null,
  orphans: "warn",
  accessibleReleaseAt: null,
  cancellationAllowed: false,
  cancellationUntil: null,
  chartId: "0199f0a0-0000-7000-8000-000000000003",
  chartVersion: 1,
  seatCount: 100,
  blockedSeats: [],
  priceFrom: 3000,
  organizerId: null,
  revision: 1,
  updatedAt: new Date("2026-11-20T08:00:00Z"),
  changes: [],
  venue: {
    id: "0199f0a0-0000-7000-8000-000000000004",
    name: "Teatr Wielki",
    city: "Łódź",
    country: "PL",
    address: "plac Dąbrowskiego 1",
    timeZone: "Europe/Warsaw",
  },
  zones: [
    { id: "stalls", name: "Stalls", price: 4550 },
    { id: "standing", name: "Standing", price: 3000 },
  ],
};
