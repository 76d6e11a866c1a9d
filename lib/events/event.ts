/** Events as stored, and as the API shows them. */
import { z } from "zod";
import type { Queryable } from "@/lib/db/pool.ts";
import { type Poster, posterExample, posterOf, posterSchema } from "@/lib/posters/poster.ts";
import { accessibleRelease } from "@/lib/seats/accessible_places.ts";
import { changeSince, type EventChange, timeAndPlaceSchema } from "./changes.ts";
import { saleStatus, saleStatuses, type SeatCounts } from "./sale_status.ts";

export const eventTypes = ["concert", "film"] as const;
export type EventType = (typeof eventTypes)[number];

/** What happens to a choice that needlessly leaves an orphan: see `lib/seats/orphans.ts`. */
export const orphanRules = ["warn", "refuse"] as const;
export type OrphanRule = (typeof orphanRules)[number];

export interface EventVenue {
  id: string;
  name: string;
  city: string;
  /** ISO 3166, two letters. */
  country: string;
  /** Street and number, without the city; may be empty. */
  address: string;
  /** IANA name; all times of the event are shown in it. */
  timeZone: string;
}

export interface EventZone {
  /** As on the chart. */
  id: string;
  name: string;
  /** Minor units. */
  price: number;
}

/** An event with its venue and prices, as {@link selectEvents} reads it. */
export interface EventRecord {
  id: string;
  slug: string;
  type: EventType;
  title: string;
  description: string;
  status: "draft" | "published" | "cancelled";
  startsAt: Date;
  endsAt: Date;
  doorsAt: Date | null;
  salesOpenAt: Date | null;
  salesCloseAt: Date | null;
  /** ISO 4217. */
  currency: string;
  maxSeatsPerBuyer: number;
  /** Minimum age for admission; null: any age. */
  minimumAge: number | null;
  orphans: OrphanRule;
  /** When wheelchair places are open to everyone; null: two days before the start. */
  accessibleReleaseAt: Date | null;
  cancellationAllowed: boolean;
  /** Null: until the event starts. */
  cancellationUntil: Date | null;
  chartId: string;
  chartVersion: number;
  seatCount: number;
  /** Indexes of seats that are not for sale. */
  blockedSeats: number[];
  priceFrom: number | null;
  organizerId: string | null;
  poster: Poster;
  /** Incremented by every write. */
  revision: number;
  updatedAt: Date;
  venue: EventVenue;
  zones: EventZone[];
  /** Changes made after people had booked, oldest first. */
  changes: EventChange[];
}

/** An event as organizers write it: a draft may have no times yet. */
export type EditableEvent = Omit<EventRecord, "startsAt" | "endsAt"> & {
  startsAt: Date | null;
  endsAt: Date | null;
};

/**
 * SQL: `select … from events e join venues v`, rows of {@link EventRecord}, to be followed by `where` and so on. `more`
 * are further columns, each preceded by a comma.
 */
export function selectEvents(sql: Queryable, more = sql``) {
  return sql`
    select e.id, e.slug, e.type, e.title, e.description, e.status, e.starts_at, e.ends_at, e.doors_at,
      e.sales_open_at, e.sales_close_at, e.currency, e.max_seats_per_buyer,
      e.minimum_age, e.orphans,
      e.accessible_release_at, e.cancellation_allowed, e.cancellation_until, e.chart_id, e.chart_version, e.seat_count, e.blocked_seats, e.price_from,
      e.organizer_id, e.revision, e.updated_at,
      ${changesOf(sql)} as changes, ${posterOf(sql)} as poster,
      json_build_object('id', v.id, 'name', v.name, 'city', v.city, 'country', v.country,
        'address', v.address, 'timeZone', v.time_zone) as venue,
      (select json_agg(json_build_object('id', z.id, 'name', z.name, 'price', z.price) order by z.position)
        from zones z where z.event_id = e.id) as zones ${more}
    from events e join venues v on v.id = e.venue_id`;
}

/** SQL: the changes of event `e`, oldest first. */
export function changesOf(sql: Queryable) {
  return sql`(
    select coalesce(json_agg(json_build_object('at', c.at, 'was', c.was, 'became', c.became,
      'cancelUntil', c.cancel_until) order by c.at), '[]')
    from event_changes c where c.event_id = e.id)`;
}

const instant = z.iso.datetime();

const itemExample = {
  id: "01977f6e-2c10-7b44-8a6d-90b1c3d4e5f6",
  slug: "the-glass-harmonium",
  type: "concert" as const,
  title: "The Glass Harmonium",
  startsAt: "2027-03-12T19:00:00.000Z",
  endsAt: "2027-03-12T21:30:00.000Z",
  venue: { name: "Lantern Hall", city: "Leeds", country: "GB", timeZone: "Europe/London" },
  priceFrom: 2500,
  currency: "GBP",
  seatsLeft: 214,
  seatCount: 420,
  saleStatus: "on-sale" as const,
  poster: posterExample,
};

/** For the OpenAPI document. */
export const eventExample = {
  ...itemExample,
  description: "Two hours of glass and breath.",
  venue: { ...itemExample.venue, address: "4 Mill Lane" },
  doorsAt: "2027-03-12T18:00:00.000Z",
  zones: [{ id: "front", name: "Front stalls", price: 4500 }, {
    id: "rear",
    name: "Rear stalls",
    price: 2500,
  }],
  maxSeatsPerBuyer: 8,
  minimumAge: 16,
  orphans: "warn" as const,
  accessibleReleaseAt: "2027-03-10T19:00:00.000Z",
  salesOpenAt: null,
  salesCloseAt: null,
  cancellation: { allowed: true, until: "2027-03-11T19:00:00.000Z" },
  change: null,
};

/** An event in a list of the API. */
export const eventItemSchema = z.object({
  id: z.uuid(),
  slug: z.string(),
  type: z.enum(eventTypes),
  title: z.string(),
  startsAt: instant,
  endsAt: instant,
  venue: z.object({ name: z.string(), city: z.string(), country: z.string(), timeZone: z.string() }),
  priceFrom: z.int().nullable().describe("The lowest price in minor units"),
  currency: z.string().describe("ISO 4217"),
  seatsLeft: z.int().describe("At most a second old"),
  seatCount: z.int(),
  saleStatus: z.enum(saleStatuses),
  poster: posterSchema,
}).meta({ id: "EventSummary", examples: [itemExample] });
export type EventItem = z.infer<typeof eventItemSchema>;

/** A single event in the API. */
export const eventDetailSchema = eventItemSchema.extend({
  description: z.string(),
  venue: eventItemSchema.shape.venue.extend({ address: z.string() }),
  doorsAt: instant.nullable(),
  zones: z.array(z.object({ id: z.string(), name: z.string(), price: z.int().describe("Minor units") })),
  maxSeatsPerBuyer: z.int(),
  minimumAge: z.int().nullable().describe("Null: any age"),
  orphans: z.enum(orphanRules).describe(
    "Whether a choice that needlessly leaves a single seat on its own is refused or only warned about",
  ),
  accessibleReleaseAt: instant.describe(
    "Until then wheelchair places are given only to those who ask for them",
  ),
  salesOpenAt: instant.nullable().describe("Null: from publication"),
  salesCloseAt: instant.nullable().describe("Null: until the event ends"),
  cancellation: z.object({
    allowed: z.boolean(),
    until: instant.nullable().describe("Null: until the event starts"),
  }),
  change: z.object({ was: timeAndPlaceSchema, became: timeAndPlaceSchema }).nullable()
    .describe("The latest change of time, doors or hall after people had booked"),
}).meta({ id: "Event", examples: [eventExample] });
export type EventDetail = z.infer<typeof eventDetailSchema>;

/** The API's short form of an event; `now` in milliseconds. */
export function eventItem(event: EventRecord, counts: SeatCounts, now: number): EventItem {
  const { name, city, country, timeZone } = event.venue;
  return {
    id: event.id,
    slug: event.slug,
    type: event.type,
    title: event.title,
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
    venue: { name, city, country, timeZone },
    priceFrom: event.priceFrom,
    currency: event.currency,
    seatsLeft: counts.left,
    seatCount: event.seatCount,
    saleStatus: saleStatus(event, counts, now),
    poster: event.poster,
  };
}

/** The API's full form of an event; `now` in milliseconds. */
export function eventDetail(event: EventRecord, counts: SeatCounts, now: number): EventDetail {
  const item = eventItem(event, counts, now);
  return {
    ...item,
    description: event.description,
    venue: { ...item.venue, address: event.venue.address },
    doorsAt: event.doorsAt?.toISOString() ?? null,
    zones: event.zones,
    maxSeatsPerBuyer: event.maxSeatsPerBuyer,
    minimumAge: event.minimumAge,
    orphans: event.orphans,
    accessibleReleaseAt: accessibleRelease(event).toISOString(),
    salesOpenAt: event.salesOpenAt?.toISOString() ?? null,
    salesCloseAt: event.salesCloseAt?.toISOString() ?? null,
    cancellation: {
      allowed: event.cancellationAllowed,
      until: event.cancellationUntil?.toISOString() ?? null,
    },
    change: changeSince(event.changes),
  };
}
