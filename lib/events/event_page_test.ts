import assert from "node:assert/strict";
import type { EventDetail } from "./event.ts";
import { descriptionOf, eventJsonLd } from "./event_page.ts";

const event: EventDetail = {
  poster: { motif: null, artwork: null },
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

const page = {
  url: "https://example.org/events/low-sun",
  image: "https://example.org/share/low-sun/1.jpg",
};

function offers(changes: Partial<EventDetail>): Record<string, unknown>[] {
  return eventJsonLd({ ...event, ...changes }, page).offers as Record<string, unknown>[];
}

Deno.test("each zone is an offer with its price in major units of the currency", () => {
  const prices = (currency: string) => offers({ currency }).map(({ price }) => price);
  assert.deepEqual(prices("JPY"), ["1200", "3400"]);
  assert.deepEqual(prices("EUR"), ["12.00", "34.00"]);
  assert.deepEqual(prices("KWD"), ["1.200", "3.400"]);
  assert.deepEqual(offers({ salesOpenAt: "2026-10-01T08:00:00.000Z" })[0], {
    "@type": "Offer",
    name: "A",
    url: page.url,
    price: "1200",
    priceCurrency: "JPY",
    availability: "https://schema.org/InStock",
    validFrom: "2026-10-01T08:00:00.000Z",
  });
});

Deno.test("an offer says whether seats are available", () => {
  const rows = {
    "on-sale": "InStock",
    "not-yet": "PreOrder",
    "sold-out": "SoldOut",
    "ended": "OutOfStock",
  } as const;
  for (const [saleStatus, availability] of Object.entries(rows)) {
    const [offer] = offers({ saleStatus: saleStatus as EventDetail["saleStatus"] });
    assert.equal(offer.availability, `https://schema.org/${availability}`, saleStatus);
  }
});

Deno.test("an event says whether it is cancelled, or moved and from when", () => {
  const moment = {
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    doorsAt: null,
    chartId: "c",
    hall: "Hall",
    venue: { name: "The Hall", city: "Tokyo", timeZone: "Asia/Tokyo" },
  };
  const was = { ...moment, startsAt: "2026-11-20T20:00:00.000Z" };
  const status = (changes: Partial<EventDetail>) => {
    const { eventStatus, previousStartDate } = eventJsonLd({ ...event, ...changes }, page);
    return [eventStatus, previousStartDate];
  };
  assert.deepEqual(status({}), ["https://schema.org/EventScheduled", undefined]);
  assert.deepEqual(status({ saleStatus: "cancelled" }), ["https://schema.org/EventCancelled", undefined]);
  const change = { was, became: moment };
  assert.deepEqual(status({ change }), ["https://schema.org/EventRescheduled", was.startsAt]);
  assert.deepEqual(status({ change, saleStatus: "cancelled" }), [
    "https://schema.org/EventCancelled",
    undefined,
  ]);
  const otherHall = { was: { ...moment, hall: "Other" }, became: moment };
  assert.deepEqual(status({ change: otherHall }), ["https://schema.org/EventScheduled", undefined]);
});

Deno.test("a description is one line, cut between words and between characters", () => {
  const text = (description: string) => descriptionOf({ description });
  assert.equal(text("  Two hours\n\nof glass. "), "Two hours of glass.");
  const long = text("again and ".repeat(40));
  assert.ok(long.length <= 156 && /^(again and )*(again|again and)…$/.test(long), long);
  const spaceless = text("😀".repeat(100));
  assert.ok(spaceless.isWellFormed() && spaceless.endsWith("😀…"), spaceless);
});
