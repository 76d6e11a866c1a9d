/** The public list of events: search, filters, order, pages; and what there is to filter by. */
import { z } from "zod";
import { decodeCursor, type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { dayOf, type DayRange, daysAfter, startOfDay, weekendOf } from "@/lib/format/days.ts";
import { timeZones } from "@/lib/format/time_zones.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { titleKeyOf } from "@/lib/search/columns.ts";
import { runsOf, type SearchPiece, type SearchTerm, searchTerms } from "@/lib/text/search_words.ts";
import { storableText } from "@/lib/text/typed_text.ts";
import { compareNames, foldCase, isSameName } from "@/lib/text/unicode_forms.ts";
import { type EventRecord, type EventType, eventTypes, selectEvents } from "./event.ts";

const sorts = ["relevance", "date", "price", "title"] as const;
export type Sort = (typeof sorts)[number];

/** Days that move on with the calendar, as each venue's own zone has them. */
export const datePresets = ["today", "weekend", "next-30-days"] as const;
export type DatePreset = (typeof datePresets)[number];

const text = storableText(200);

/** The query of the list. Members left out do not filter. */
export const eventQuerySchema = pageQuery.extend({
  q: text.optional().describe(
    "Words, all of which begin a word of title, description, venue or city, or are within one in scripts that are " +
      "written without spaces; accents and punctuation do not matter",
  ),
  type: z.enum(eventTypes).optional(),
  city: text.optional().describe("Exact, ignoring case"),
  from: z.iso.date().optional().describe("First day, in the venue's time zone"),
  to: z.iso.date().optional().describe("Last day, in the venue's time zone"),
  when: z.enum(datePresets).optional()
    .describe(
      "Days counted from now in the venue's time zone; a weekend is what is left of Friday to Sunday",
    ),
  sort: z.enum(sorts).optional().describe(
    "Ascending; events without a price come last by price. By relevance: words in the title first, then in venue or " +
      "city, then in the description, the sooner first of equals. By default by relevance where there are words, else " +
      "by date",
  ),
}).superRefine(({ cursor, ...query }, context) => {
  if (cursor !== undefined && !decodeCursor(listOf(query), cursor, cursorShapes[sortOf(query)])) {
    context.addIssue({
      code: "custom",
      path: ["cursor"],
      message: "is not a cursor of this list with these parameters",
    });
  }
});
export type EventQuery = z.infer<typeof eventQuerySchema>;

/** The list that a query asks for, of which it shows a page. */
function listOf(query: Omit<EventQuery, "limit" | "cursor">): ListKey {
  const { q, type, city, from, to, when } = query;
  return ["events", sortOf(query), q, type, city, from, to, when];
}

/** The order of a list. */
export function sortOf({ q, sort }: { q?: string; sort?: Sort }): Sort {
  return sort ?? (q && searchTerms(q).length > 0 ? "relevance" : "date");
}

/**
 * One page of the published and cancelled events that have not ended at `now` (milliseconds) and match the query.
 * Pages follow the sort key and the id of the last event, so that nothing is shown twice or left out between them.
 * Cursors are those of the list that was `asked` for, where its words were corrected in the query.
 * @throws {InvalidCursor}
 */
export async function searchEvents(
  sql: Sql,
  query: EventQuery,
  now: number,
  asked: EventQuery = query,
): Promise<Page<EventRecord>> {
  const { type, city, limit } = query;
  const sort = sortOf(query);
  const list = listOf(asked);
  const after = positionAfter<(string | number)[]>(list, query.cursor, cursorShapes[sort]);
  const keys = sortKeys(sql, sort);
  const cities = city ? await spellingsOf(sql, city) : null;
  const rows = await deadline(sql<ListedEvent[]>`
    ${selectEvents(sql, sql`, ranked.relevance`)}
    cross join lateral (select ${relevanceOf(sql, query)} as relevance) as ranked
    where ${isListed(sql, query, now)}
      ${type ? sql`and e.type = ${type}` : sql``}
      ${cities ? sql`and v.city = any(${cities})` : sql``}
      ${after ? sql`and (${keys}, e.id) > (${valuesOf(sql, after)})` : sql``}
    order by ${keys}, e.id
    limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => positionOf(last, sort));
}

/** The names of a city that venues have, whatever their case. */
async function spellingsOf(sql: Sql, city: string): Promise<string[]> {
  const rows = await deadline(sql<{ city: string }[]>`select distinct city from venues`);
  return rows.map((row) => row.city).filter((name) => isSameName(name, city));
}

/** What decides whether an event is in the list, types and cities apart. */
type ListedQuery = Pick<EventQuery, "q" | "from" | "to" | "when">;

/** Whether an event is in the list at all, and within its words and days; types and cities are left to the facets. */
export function isListed(sql: Sql, { q, from, to, when }: ListedQuery, now: number) {
  return sql`e.status <> 'draft' and e.ends_at > ${new Date(now)}
    ${from || to ? sql`and ${startsWithin(sql, () => daysBetween(from, to))}` : sql``}
    ${when ? sql`and ${startsWithin(sql, (timeZone) => daysOf(when, dayOf(now, timeZone)))}` : sql``}
    and ${hasWords(sql, q ?? "")}`;
}

/**
 * Whether event `e` has all words of a search; true without any. The index finds them by their beginnings; runs of letters
 * are looked for in what it found.
 */
export function hasWords(sql: Sql, q: string) {
  const terms = searchTerms(q);
  if (terms.length === 0) return sql`true`;
  const runs = runsOf(terms).map((run) => `%${run}%`);
  return sql`searched_words(e.search_text) @@ ${prefixQuery(terms)}::text::tsquery
    ${runs.length ? sql`and e.search_text like all(${runs}::text[])` : sql``}`;
}

/** Events begin between these days, wherever they are. */
const [FIRST_DAY, LAST_DAY] = ["1999-12-31", "2100-01-02"];

function daysBetween(from = FIRST_DAY, to = LAST_DAY): DayRange {
  const clamp = (day: string) => day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day;
  return { from: clamp(from), to: clamp(to) };
}

function daysOf(when: DatePreset, today: string): DayRange {
  switch (when) {
    case "today":
      return { from: today, to: today };
    case "weekend":
      return weekendOf(today);
    case "next-30-days":
      return { from: today, to: daysAfter(today, 30) };
  }
}

/**
 * Whether an event starts on days of its venue's calendar. Postgres is given when they begin and end: its own time zones
 * may be of another release, and a name that it doesn't know would be an error for every reader.
 */
function startsWithin(sql: Sql, daysIn: (timeZone: string) => DayRange) {
  const days = timeZones.map((timeZone) => daysIn(timeZone));
  const starts = days.map(({ from }, i) => startOfDay(from, timeZones[i]));
  const ends = days.map(({ to }, i) => startOfDay(daysAfter(to, 1), timeZones[i]));
  const texts = (instants: number[]) => instants.map((instant) => new Date(instant).toISOString());
  return sql`e.starts_at >= ${new Date(Math.min(...starts))} and e.starts_at < ${new Date(Math.max(...ends))}
    and exists (
      select from unnest(${[...timeZones]}::text[], ${texts(starts)}::timestamptz[], ${
    texts(ends)
  }::timestamptz[])
        as days(time_zone, starts_at, ends_at)
      where days.time_zone = v.time_zone and e.starts_at >= days.starts_at and e.starts_at < days.ends_at)`;
}

/**
 * Text of a tsquery for all terms. What they look for is letters, digits and the mark of pairs, so there is nothing to
 * escape. `weights` narrow them to the title (A), or venue and city (B); by default they may be anywhere.
 */
function prefixQuery(terms: SearchTerm[], weights = ""): string {
  const way = (pieces: SearchPiece[]) => `(${pieces.map((piece) => pieceQuery(piece, weights)).join(" & ")})`;
  return terms.map((ways) => `(${ways.map(way).join(" | ")})`).join(" & ");
}

/** Text of a tsquery for a piece of a search; `weights` as in {@link prefixQuery}. */
export function pieceQuery({ beginnings }: SearchPiece, weights = ""): string {
  return beginnings.map((beginning) => `'${beginning}':*${weights}`).join(" & ");
}

/** An event of the list; `relevance` is 0 for those that fit best: see {@link relevanceOf}. */
type ListedEvent = EventRecord & { relevance: number };

/**
 * How far from its title an event has the words, in all: each counts 0 in the title, 1 in venue or city, 2 only in the
 * description.
 */
function relevanceOf(sql: Sql, query: EventQuery) {
  if (sortOf(query) !== "relevance") return sql`0`;
  const isIn = (term: SearchTerm, weights: string) =>
    sql`(e.search_head @@ ${prefixQuery([term], weights)}::text::tsquery)::integer`;
  return searchTerms(query.q ?? "").reduce(
    (sum, term) => sql`${sum} + 2 - ${isIn(term, "A")} - ${isIn(term, "AB")}`,
    sql`0`,
  );
}

/** The largest integer of Postgres: what has no price comes last. */
const NO_PRICE = 2 ** 31 - 1;

/** The expressions that a list is sorted by; {@link positionOf} says the same of an event in hand. */
function sortKeys(sql: Sql, sort: Sort) {
  switch (sort) {
    case "relevance":
      return sql`ranked.relevance, e.starts_at`;
    case "date":
      return sql`e.starts_at`;
    case "price":
      return sql`coalesce(e.price_from, ${NO_PRICE}::integer)`;
    case "title":
      // Pages need an order that no release changes, so folded titles go by code point, not by a language.
      return sql`e.title_key collate "C"`;
  }
}

function positionOf(event: ListedEvent, sort: Sort): (string | number)[] {
  switch (sort) {
    case "relevance":
      return [event.relevance, event.startsAt.toISOString(), event.id];
    case "date":
      return [event.startsAt.toISOString(), event.id];
    case "price":
      return [event.priceFrom ?? NO_PRICE, event.id];
    case "title":
      return [titleKeyOf(event.title), event.id];
  }
}

/** Postgres has no year 0. */
const instant = z.iso.datetime().refine((time) => time >= "0001");
const cursorShapes: Record<Sort, z.ZodType<(string | number)[]>> = {
  relevance: z.tuple([z.int32().nonnegative(), instant, z.uuid()]),
  date: z.tuple([instant, z.uuid()]),
  price: z.tuple([z.int32().nonnegative(), z.uuid()]),
  title: z.tuple([text, z.uuid()]),
};

function valuesOf(sql: Sql, [first, ...others]: (string | number)[]) {
  return others.reduce((list, value) => sql`${list}, ${value}`, sql`${first}`);
}

/** How many events a query lists, and how many it would list with another city or type. */
export interface Facets {
  total: number;
  /** In alphabetical order. Names that differ only in case are one city, in the spelling of most events. */
  cities: { city: string; count: number }[];
  types: { type: EventType; count: number }[];
}

/** What a list can be filtered by besides words and days. */
type FacetQuery = Pick<EventQuery, "q" | "from" | "to" | "when" | "city" | "type">;

/** Counts the events that {@link searchEvents} lists on all its pages, without the filter by city or by type in turn. */
export async function eventFacets(sql: Sql, query: FacetQuery, now: number): Promise<Facets> {
  const rows = await deadline(sql<{ city: string; type: EventType; count: number }[]>`
    select v.city, e.type, count(*)::integer as count
    from events e join venues v on v.id = e.venue_id
    where ${isListed(sql, query, now)}
    group by v.city, e.type`);
  type Row = (typeof rows)[number];
  const chosen = query.city && foldCase(query.city);
  const cities = Map.groupBy(rows.toSorted((a, b) => b.count - a.count), (row) => foldCase(row.city));
  const inCity = (row: Row) => !chosen || cities.get(chosen)?.includes(row) === true;
  const ofType = (row: Row) => !query.type || row.type === query.type;
  const sum = (matches: (row: Row) => boolean, among: Row[] = rows) =>
    among.filter(matches).reduce((total, row) => total + row.count, 0);
  return {
    total: sum((row) => inCity(row) && ofType(row)),
    cities: [...cities.values()]
      .map((own) => ({ city: own[0].city, count: sum(ofType, own) }))
      .toSorted((a, b) => compareNames(a.city, b.city)),
    types: eventTypes.map((type) => ({ type, count: sum((row) => row.type === type && inCity(row)) })),
  };
}
