/** The public list of events: search, filters, sorting and paging, and the facets to filter by. */
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

/** Days relative to today in each venue's time zone. */
export const datePresets = ["today", "weekend", "next-30-days"] as const;
export type DatePreset = (typeof datePresets)[number];

const text = storableText(200);

/** The query for the list. Omitted members do not filter. */
export const eventQuerySchema = pageQuery.extend({
  q: text.optional().describe(
    "Words, each a prefix of a word in the title, description, venue or city, or part of one in scripts that are " +
      "written without spaces; accents and punctuation are ignored",
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
    "Ascending; by price, events without one come last. By relevance: words in the title first, then in venue or " +
      "city, then in the description; ties by date. The default is relevance if there are words, otherwise " +
      "date",
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

/** The key of the list that a query requests a page of. */
function listOf(query: Omit<EventQuery, "limit" | "cursor">): ListKey {
  const { q, type, city, from, to, when } = query;
  return ["events", sortOf(query), q, type, city, from, to, when];
}

/** How a query's list is sorted. */
export function sortOf({ q, sort }: { q?: string; sort?: Sort }): Sort {
  return sort ?? (q && searchTerms(q).length > 0 ? "relevance" : "date");
}

/**
 * One page of the published and cancelled events that have not ended at `now` (milliseconds) and match the query.
 * A page continues after the sort key and id of the last event, so pages neither repeat nor skip any. Cursors belong to
 * the list of the `requested` query, even if the words of `query` are corrected.
 * @throws {InvalidCursor}
 */
export async function searchEvents(
  sql: Sql,
  query: EventQuery,
  now: number,
  requested: EventQuery = query,
): Promise<Page<EventRecord>> {
  const { type, city, limit } = query;
  const sort = sortOf(query);
  const list = listOf(requested);
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

/** The spellings of a city among venues, ignoring case. */
async function spellingsOf(sql: Sql, city: string): Promise<string[]> {
  const rows = await deadline(sql<{ city: string }[]>`select distinct city from venues`);
  return rows.map((row) => row.city).filter((name) => isSameName(name, city));
}

/** The filters other than type and city. */
type ListedQuery = Pick<EventQuery, "q" | "from" | "to" | "when">;

/** SQL: whether event `e` is public and matches the words and days; types and cities are left to the facets. */
export function isListed(sql: Sql, { q, from, to, when }: ListedQuery, now: number) {
  return sql`e.status <> 'draft' and e.ends_at > ${new Date(now)}
    ${from || to ? sql`and ${startsWithin(sql, () => daysBetween(from, to))}` : sql``}
    ${when ? sql`and ${startsWithin(sql, (timeZone) => daysOf(when, dayOf(now, timeZone)))}` : sql``}
    and ${hasWords(sql, q ?? "")}`;
}

/**
 * SQL: whether event `e` has all words of a search; true without any. The index finds events by prefix; runs of
 * letters are matched in the rows that it finds.
 */
export function hasWords(sql: Sql, q: string) {
  const terms = searchTerms(q);
  if (terms.length === 0) return sql`true`;
  const runs = runsOf(terms).map((run) => `%${run}%`);
  return sql`searched_words(e.search_text) @@ ${prefixQuery(terms)}::text::tsquery
    ${runs.length ? sql`and e.search_text like all(${runs}::text[])` : sql``}`;
}

/** All events start between these days, in any time zone. */
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
 * SQL: whether event `e` starts on these days of its venue's calendar. When the days start and end is computed here:
 * Postgres may have another release of the time zone data, and a name it doesn't know would fail every query.
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
 * The text of a tsquery for all terms. They contain only letters, digits and the marker of pairs, so nothing needs
 * escaping. `weights` restricts them to the title (A) or venue and city (B); by default they match anywhere.
 */
function prefixQuery(terms: SearchTerm[], weights = ""): string {
  const allOf = (pieces: SearchPiece[]) =>
    `(${pieces.map((piece) => pieceQuery(piece, weights)).join(" & ")})`;
  return terms.map((alternatives) => `(${alternatives.map(allOf).join(" | ")})`).join(" & ");
}

/** The text of a tsquery for a piece of a search; `weights` as in {@link prefixQuery}. */
export function pieceQuery({ prefixes }: SearchPiece, weights = ""): string {
  return prefixes.map((prefix) => `'${prefix}':*${weights}`).join(" & ");
}

/** An event in the list; `relevance` is 0 for the best matches: see {@link relevanceOf}. */
type ListedEvent = EventRecord & { relevance: number };

/**
 * SQL: how far the searched words are from the title of event `e`, in total: each counts 0 in the title, 1 in venue
 * or city, 2 only in the description.
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

/** The largest Postgres integer: events without a price come last. */
const NO_PRICE = 2 ** 31 - 1;

/** SQL: the expressions that a list is sorted by; {@link positionOf} returns their values for a loaded event. */
function sortKeys(sql: Sql, sort: Sort) {
  switch (sort) {
    case "relevance":
      return sql`ranked.relevance, e.starts_at`;
    case "date":
      return sql`e.starts_at`;
    case "price":
      return sql`coalesce(e.price_from, ${NO_PRICE}::integer)`;
    case "title":
      // Paging needs an order that no release changes, so folded titles sort by code point, not by language.
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

/** How many events a query lists, and how many it would list for each city and type. */
export interface Facets {
  total: number;
  /** In alphabetical order. Names that differ only in case are one city, in the most frequent spelling. */
  cities: { city: string; count: number }[];
  types: { type: EventType; count: number }[];
}

/** The filters that apply to facets. */
type FacetQuery = Pick<EventQuery, "q" | "from" | "to" | "when" | "city" | "type">;

/**
 * Counts the events that {@link searchEvents} lists on all pages, and for each city and type those that it would list
 * with that one as the only filter of its kind.
 */
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
