import assert from "node:assert/strict";
import type { EventDetail } from "./event.ts";
import { eventJsonLd } from "./event_page.ts";

const event: EventDetail = {
  change: null,
  id: "0199f0a0-0000-7000-8000-000000000001",
  slug: "low-sun",
  type: "film",
  title: "Low Sun",
  description: "A film.",
  startsAt: "2026-11-27T20:00:00.000Z",
  endsAt: "2026-11-27T22:00:00.000Z",
  doorsAt: null,
  venue: { name: "The Hall", city: "Tokyo", country: "JP", timeZone: "Asia/Tokyo", address: "Any street 1" },
  priceFrom: 1200,
  currency: "JPY",
  seatsLeft: 3,
  seatCount: 10,
  saleStatus: "on-sale",
  zones: [{ id: "a", name: "A", price: 1200 }, { id: "b", name: "B", price: 3400 }],
  maxSeatsPerBuyer: 6,
  minimumAge: null,
  orphans: "warn",
  salesOpenAt: null,
  salesCloseAt: null,
  accessibleReleaseAt: "2026-06-08T20:00:00Z",
  cancellation: { allowed: false, until: null },
};

Deno.test("prices are told in units of the currency, whatever its minor units", () => {
  const yen = eventJsonLd(event, "https://example.org/e").offers as Record<string, unknown>;
  assert.deepEqual([yen.lowPrice, yen.highPrice], [1200, 3400]);
  const euro = eventJsonLd({ ...event, currency: "EUR" }, "https://example.org/e").offers as Record<
    string,
    unknown
  >;
  assert.deepEqual([euro.lowPrice, euro.highPrice], [12, 34]);
});

Deno.test("a cancelled event says so", () => {
  assert.match(String(eventJsonLd(event, "").eventStatus), /EventScheduled$/);
  assert.match(String(eventJsonLd({ ...event, saleStatus: "cancelled" }, "").eventStatus), /EventCancelled$/);
});
