/** Halls and venues as their pages list them. */
import { z } from "zod";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { compareNames, foldLetters } from "@/lib/text/unicode_forms.ts";
import type { HallOwner, Venue } from "./halls.ts";

/** A hall in its newest version or, before the first, as it is being drawn. */
export interface ListedHall {
  id: string;
  name: string;
  /** Null before the first is published. */
  version: number | null;
  seatCount: number;
  /** Whether something was drawn that is not published. */
  hasDraft: boolean;
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
/** The most halls whose names are searched, the newest. */
const SEARCHED_MAX = 5_000;

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
  const words = q.split(/\s+/).filter(Boolean).slice(0, WORDS_MAX).map(foldLetters);
  const found = await deadline(sql<{ id: string; names: string }[]>`
    select h.id, concat_ws(' ', h.name, v.name, v.city) as names
    from (select id, name, venue_id from (
        select distinct on (id) id, name, venue_id from charts order by id, version desc) as published
      union all select chart_id, name, venue_id from chart_drafts
        where not exists (select from charts where charts.id = chart_id)) as h
    join venues v on v.id = h.venue_id
    where ${venueId ? sql`v.id = ${venueId}` : sql`true`} and ${after ? sql`h.id < ${after}` : sql`true`}
    order by h.id desc limit ${words.length > 0 ? SEARCHED_MAX : limit + 1}`);
  const ids = found
    .filter(({ names }) => hasWords(foldLetters(names), words))
    .slice(0, limit + 1).map(({ id }) => id);
  return pageOf(list, await readHalls(sql, ids, now), limit, (last) => [last.id]);
}

function hasWords(names: string, words: string[]): boolean {
  return words.every((word) => names.includes(word));
}

/** These halls, the newest first. */
async function readHalls(sql: Sql, ids: string[], now: number): Promise<ListedHall[]> {
  const upcoming = sql`events e where e.chart_id = h.id and e.status = 'published' and e.ends_at > ${new Date(
    now,
  )}`;
  return await deadline(sql<ListedHall[]>`
    select h.id, coalesce(c.name, d.name) as name, c.version, d.chart_id is not null as has_draft,
      coalesce(c.seat_count, (select count(*)::integer from chart_draft_objects o
        where o.chart_id = h.id and o.kind = 'seats' and o.value is not null)) as seat_count,
      (select json_build_object('id', u.id, 'name', u.name) from users u
        where u.id = coalesce(c.owner_id, d.owner_id) and u.deleted_at is null) as owner,
      (select json_build_object('id', v.id, 'name', v.name, 'city', v.city) from venues v
        where v.id = coalesce(c.venue_id, d.venue_id)) as venue,
      (select coalesce(json_agg(next), '[]') from (
        select e.id, e.slug, e.title from ${upcoming} order by e.starts_at, e.id
        limit ${EVENTS_LISTED_MAX}) as next) as events,
      (select count(*)::integer from ${upcoming}) as event_count
    from unnest(${ids}::uuid[]) as h (id)
    left join lateral (select * from charts where charts.id = h.id order by version desc limit 1) as c on true
    left join chart_drafts d on d.chart_id = h.id
    order by h.id desc`);
}

/** More venues than anyone would look through. */
const VENUES_MAX = 500;

/** The venues to choose from, by name; the newest if there are too many. */
export async function venuesToChoose(sql: Sql): Promise<Pick<Venue, "id" | "name" | "city">[]> {
  const venues = await deadline(sql<Pick<Venue, "id" | "name" | "city">[]>`
    select id, name, city from venues order by id desc limit ${VENUES_MAX}`);
  return venues.toSorted((a, b) => compareNames(a.name, b.name));
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
