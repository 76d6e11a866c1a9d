/** Halls and venues as their pages list them. */
import { z } from "zod";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { HallOwner, Venue } from "./halls.ts";

/** A hall in its newest version. */
export interface ListedHall {
  id: string;
  name: string;
  version: number;
  seatCount: number;
  owner: HallOwner;
  venue: { id: string; name: string; city: string };
  /** The next published events in it, at most {@link EVENTS_LISTED_MAX}, and how many there are. */
  events: { id: string; slug: string; title: string }[];
  eventCount: number;
}

export interface HallListQuery {
  /** Words of the hall's name, its venue's or the city. */
  q: string;
  venueId?: string;
  cursor?: string;
  limit: number;
  /** Unix time in milliseconds. */
  now: number;
}

/** More would make the list hard to read. */
export const EVENTS_LISTED_MAX = 3;

/** More words than anyone types. */
const WORDS_MAX = 10;

/**
 * One page of the halls, the newest first.
 * @throws {InvalidCursor}
 */
export async function listHallPage(
  sql: Sql,
  { q, venueId, cursor, limit, now }: HallListQuery,
): Promise<Page<ListedHall>> {
  const list: ListKey = ["halls", q, venueId];
  const [after] = positionAfter(list, cursor, z.tuple([z.uuid()])) ?? [null];
  const words = q.split(/\s+/).filter(Boolean).slice(0, WORDS_MAX).map((word) => `%${literal(word)}%`);
  const upcoming = sql`events e where e.chart_id = c.id and e.status = 'published' and e.ends_at > ${new Date(
    now,
  )}`;
  const rows = await deadline(sql<ListedHall[]>`
    select c.id, c.name, c.version, c.seat_count,
      (select json_build_object('id', u.id, 'name', u.name) from users u
        where u.id = c.owner_id and u.deleted_at is null) as owner,
      json_build_object('id', v.id, 'name', v.name, 'city', v.city) as venue,
      (select coalesce(json_agg(next), '[]') from (
        select e.id, e.slug, e.title from ${upcoming} order by e.starts_at, e.id
        limit ${EVENTS_LISTED_MAX}) as next) as events,
      (select count(*)::integer from ${upcoming}) as event_count
    from (select distinct on (id) id, name, version, seat_count, owner_id, venue_id from charts
      ${after ? sql`where id < ${after}` : sql``} order by id desc, version desc) as c
    join venues v on v.id = c.venue_id
    where c.name || ' ' || v.name || ' ' || v.city ilike all(${words}::text[])
      ${venueId ? sql`and v.id = ${venueId}` : sql``}
    order by c.id desc limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [last.id]);
}

/** Text as a pattern that matches just that text. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** More venues than anyone would look through. */
const VENUES_MAX = 500;

/** The venues to choose from, by name; the newest if there are too many. */
export async function venuesToChoose(sql: Sql): Promise<Pick<Venue, "id" | "name" | "city">[]> {
  return await deadline(sql<Pick<Venue, "id" | "name" | "city">[]>`
    select id, name, city from (select id, name, city from venues order by id desc limit ${VENUES_MAX}) as v
    order by lower(name), id`);
}

export interface ListedVenue extends Venue {
  hallCount: number;
}

/**
 * One page of the venues, the newest first.
 * @throws {InvalidCursor}
 */
export async function listVenuePage(
  sql: Sql,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<Page<ListedVenue>> {
  const list: ListKey = ["venue-pages"];
  const [after] = positionAfter(list, cursor, z.tuple([z.uuid()])) ?? [null];
  const rows = await deadline(sql<ListedVenue[]>`
    select v.id, v.name, v.city, v.country, v.address, v.time_zone,
      (select json_build_object('id', u.id, 'name', u.name) from users u
        where u.id = v.owner_id and u.deleted_at is null) as owner,
      (select count(distinct c.id)::integer from charts c where c.venue_id = v.id) as hall_count
    from venues v where ${after ? sql`v.id < ${after}` : sql`true`} order by v.id desc limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [last.id]);
}
