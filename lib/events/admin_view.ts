/** Events as organizers see them. */
import { z } from "zod";
import { may } from "@/lib/auth/permissions.ts";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { eventToEdit, isWithinReach, type Viewer } from "./admin.ts";
import type { EventCatalog } from "./catalog.ts";
import { storableText } from "@/lib/text/typed_text.ts";
import { type EditableEvent, eventDetail, eventDetailSchema, eventExample, selectEvents } from "./event.ts";
import type { SeatCounts } from "./sale_status.ts";
import { hasWords } from "./search.ts";

const statuses = ["draft", "published", "cancelled"] as const;

export const adminEventSchema = eventDetailSchema.extend({
  startsAt: z.iso.datetime().nullable().describe("Null for a draft without times"),
  endsAt: z.iso.datetime().nullable(),
  accessibleReleaseAt: z.iso.datetime().nullable(),
  status: z.enum(statuses),
  venueId: z.uuid(),
  chartId: z.uuid(),
  chartVersion: z.int(),
  seatsHeld: z.int(),
  seatsBooked: z.int(),
  seatsBlocked: z.int().describe("Not for sale"),
  revision: z.int().describe("Also the ETag"),
}).meta({
  id: "AdminEvent",
  examples: [{
    ...eventExample,
    status: "published",
    venueId: "01977f6d-1a00-7000-8000-000000000001",
    chartId: "01977f6d-1b00-7000-8000-000000000002",
    chartVersion: 1,
    seatsHeld: 6,
    seatsBooked: 200,
    seatsBlocked: 0,
    revision: 3,
  }],
});
export type AdminEvent = z.infer<typeof adminEventSchema>;

/** Sorts drafts without times after everything else. */
const UNDATED = new Date("9999-12-31T00:00:00Z");

/** An event with the members that only organizers see; `now` in milliseconds. */
export function adminEvent(event: EditableEvent, counts: SeatCounts, now: number): AdminEvent {
  const seatsBlocked = event.blockedSeats.length;
  const { startsAt, endsAt } = event;
  const detail = eventDetail(
    { ...event, startsAt: startsAt ?? UNDATED, endsAt: endsAt ?? UNDATED },
    counts,
    now,
  );
  return {
    ...detail,
    ...(startsAt && endsAt ? {} : { startsAt: null, endsAt: null, accessibleReleaseAt: null }),
    status: event.status,
    venueId: event.venue.id,
    chartId: event.chartId,
    chartVersion: event.chartVersion,
    seatsHeld: counts.held,
    seatsBooked: event.seatCount - seatsBlocked - counts.left - counts.held,
    seatsBlocked,
    revision: event.revision,
  };
}

/** The services that the admin pages read from. */
export interface PageNeeds {
  sql: Sql;
  catalog: EventCatalog;
  /** Returns Unix time in milliseconds. */
  now: () => number;
}

/** An event with its seat counts, for its pages. */
export async function withCounts(
  { catalog, now }: Pick<PageNeeds, "catalog" | "now">,
  event: EditableEvent,
): Promise<AdminEvent> {
  return adminEvent(event, (await catalog.counts([event])).get(event.id)!, now());
}

/** The event with this id, with its seat counts, for admins and its organizer; null if there is none. */
export async function findAdminEvent(
  needs: PageNeeds,
  viewer: Viewer,
  id: string,
): Promise<AdminEvent | null> {
  const event = await eventToEdit(needs.sql, viewer, id);
  return event && await withCounts(needs, event);
}

export const adminEventQuerySchema = pageQuery.extend({
  q: storableText(200).optional().describe(
    "Words, each a prefix of a word in the title, description, venue or city",
  ),
  status: z.enum(statuses).optional(),
  period: z.enum(["upcoming", "past"]).optional().describe(
    "`upcoming`: not ended, soonest first; `past`: ended, latest first",
  ),
});
export type AdminEventQuery = z.infer<typeof adminEventQuerySchema>;

/**
 * One page of events, including drafts and past ones: the latest start first, or with `upcoming` the soonest first.
 * Organizers get their own, admins all, door staff all but drafts. `now` in milliseconds.
 * @throws {InvalidCursor}
 */
export async function listForStaff(
  sql: Sql,
  viewer: Viewer,
  { q = "", status, period, limit, cursor }: AdminEventQuery,
  now: number,
): Promise<Page<EditableEvent>> {
  const { id, role } = viewer;
  const list: ListKey = ["staff-events", may(role, "see-every-event") ? role : id, status, period, q];
  const after = positionAfter(list, cursor, position);
  const ascending = period === "upcoming";
  const startsAt = sql`coalesce(e.starts_at, ${UNDATED})`;
  const rows = await deadline(sql<EditableEvent[]>`
    ${selectEvents(sql)}
    where ${isWithinReach(sql, viewer, "see-every-event")}
      ${may(role, "see-drafts") ? sql`` : sql`and e.status <> 'draft'`}
      and ${hasWords(sql, q)}
      ${status ? sql`and e.status = ${status}` : sql``}
      ${period ? sql`and (coalesce(e.ends_at, ${UNDATED}) > ${new Date(now)}) = ${ascending}` : sql``}
      ${
    after ? sql`and (${startsAt}, e.id) ${ascending ? sql`>` : sql`<`} (${after[0]}, ${after[1]})` : sql``
  }
    order by ${ascending ? sql`${startsAt}, e.id` : sql`${startsAt} desc, e.id desc`}
    limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [(last.startsAt ?? UNDATED).toISOString(), last.id]);
}

/**
 * The most frequent time zone of the events that a member of staff works on (for organizers their own), used by lists
 * across venues. Etc/UTC while there are none.
 */
export async function usualTimeZone(sql: Sql, viewer: Viewer): Promise<string> {
  const [row] = await deadline(sql<[{ timeZone: string }?]>`
    select v.time_zone from events e join venues v on v.id = e.venue_id
    where ${isWithinReach(sql, viewer, "see-every-event")}
    group by v.time_zone order by count(*) desc, v.time_zone limit 1`);
  return row?.timeZone ?? "Etc/UTC";
}

// Postgres has no year 0.
const position = z.tuple([z.iso.datetime().refine((time) => time >= "0001"), z.uuid()]);
