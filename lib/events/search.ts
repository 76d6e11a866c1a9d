/** The public list of events: search, filters, order, pages; and what there is to filter by. */
import { z } from "zod";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { decodeCursor, type Page, pageOf } from "./cursor.ts";
import { type EventRecord, type EventType, eventTypes, selectEvents } from "./event.ts";
import { foldedWords, foldText } from "./fold_text.ts";

const sorts = ["date", "price", "title"] as const;
type Sort = (typeof sorts)[number];

/** Postgres cannot store or compare the character NUL. */
const text = z.string().max(200).regex(/^[^\0]*$/, "must not contain the character NUL");

/** The query of the list. Members left out do not filter. */
export const eventQuerySchema = z.strictObject({
  q: text.optional().describe("Words, all of which begin a word of title, description, venue or city"),
  type: z.enum(eventTypes).optional(),
  city: text.optional().describe("Exact, ignoring case"),
  from: z.iso.date().optional().describe("First day, in the venue's time zone"),
  to: z.iso.date().optional().describe("Last day, in the venue's time zone"),
  sort: z.enum(sorts).default("date").describe("Ascending; events without a price come last by price"),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(2_000).optional().describe("nextCursor of the page before, under the same sort"),
}).superRefine(({ cursor, sort }, context) => {
  if (cursor !== undefined && !readCursor(cursor, sort)) {
    context.addIssue({ code: "custom", path: ["cursor"], message: `is not a cursor of a list by ${sort}` });
  }
});
export type EventQuery = z.infer<typeof eventQuerySchema>;

/**
 * One page of the published and cancelled events that have not ended at `now` (milliseconds) and match the query.
 * Pages follow the sort key and the id of the last event, so that nothing is shown twice or left out between them.
 */
export async function searchEvents(sql: Sql, query: EventQuery, now: number): Promise<Page<EventRecord>> {
  const { type, city, sort, limit } = query;
  const after = query.cursor === undefined ? null : readCursor(query.cursor, sort);
  const key = sortKey(sql, sort);
  const rows = await deadline(sql<EventRecord[]>`
    ${selectEvents(sql)}
    where ${isListed(sql, query, now)}
      ${type ? sql`and e.type = ${type}` : sql``}
      ${city ? sql`and lower(v.city) = lower(${city})` : sql``}
      ${after ? sql`and (${key}, e.id) > (${after.key}, ${after.id})` : sql``}
    order by ${key}, e.id
    limit ${limit + 1}`);
  return pageOf(rows, limit, (last) => positionOf(last, sort));
}

/** Whether an event is in the list at all, and within its words and days; types and cities are left to the facets. */
function isListed(sql: Sql, { q, from, to }: Pick<EventQuery, "q" | "from" | "to">, now: number) {
  const words = foldedWords(q ?? "");
  const localDay = sql`to_char(e.starts_at at time zone v.time_zone, 'YYYY-MM-DD')`;
  return sql`e.status <> 'draft' and e.ends_at > ${new Date(now)}
    ${from ? sql`and ${localDay} >= ${from}` : sql``}
    ${to ? sql`and ${localDay} <= ${to}` : sql``}
    ${words.length ? sql`and e.search @@ ${prefixQuery(words)}::text::tsquery` : sql``}`;
}

/** The words are only letters and digits, so there is nothing in them to escape. */
function prefixQuery(words: string[]): string {
  return words.map((word) => `'${word}':*`).join(" & ");
}

/** What {@link searchTextOf} makes is searched, and its first line is the title as it is sorted. */
export function searchTextOf(
  event: { title: string; description: string },
  venue: { name: string; city: string },
): string {
  return `${foldText(event.title)}\n${foldText(`${event.description} ${venue.name} ${venue.city}`)}`;
}

/** The largest integer of Postgres: what has no price comes last. */
const NO_PRICE = 2 ** 31 - 1;

/** The expression that a list is sorted by; {@link positionOf} says the same of an event in hand. */
function sortKey(sql: Sql, sort: Sort) {
  switch (sort) {
    case "date":
      return sql`e.starts_at`;
    case "price":
      return sql`coalesce(e.price_from, ${NO_PRICE}::integer)`;
    case "title":
      return sql`split_part(e.search_text, ${"\n"}, 1) collate "C"`;
  }
}

function positionOf(event: EventRecord, sort: Sort): [Sort, string | number, string] {
  switch (sort) {
    case "date":
      return [sort, event.startsAt.toISOString(), event.id];
    case "price":
      return [sort, event.priceFrom ?? NO_PRICE, event.id];
    case "title":
      return [sort, foldText(event.title), event.id];
  }
}

const cursorShapes = {
  // Postgres has no year 0.
  date: z.tuple([z.literal("date"), z.iso.datetime().refine((time) => time >= "0001"), z.uuid()]),
  price: z.tuple([z.literal("price"), z.int32().nonnegative(), z.uuid()]),
  title: z.tuple([z.literal("title"), text, z.uuid()]),
};

function readCursor(cursor: string, sort: Sort): { key: string | number; id: string } | null {
  const position = decodeCursor<[Sort, string | number, string]>(cursor, cursorShapes[sort]);
  return position && { key: position[1], id: position[2] };
}

/** How many events a query lists, and how many it would list with another city or type. */
export interface Facets {
  total: number;
  /** In alphabetical order. */
  cities: { city: string; count: number }[];
  types: { type: EventType; count: number }[];
}

/** What a list can be filtered by besides words and days. */
type FacetQuery = Pick<EventQuery, "q" | "from" | "to" | "city" | "type">;

/** Counts the events that {@link searchEvents} lists on all its pages, without the filter by city or by type in turn. */
export async function eventFacets(sql: Sql, query: FacetQuery, now: number): Promise<Facets> {
  const rows = await deadline(sql<{ city: string; type: EventType; count: number }[]>`
    select v.city, e.type, count(*)::integer as count
    from events e join venues v on v.id = e.venue_id
    where ${isListed(sql, query, now)}
    group by v.city, e.type`);
  type Row = (typeof rows)[number];
  const inCity = (row: Row) => !query.city || row.city.toLowerCase() === query.city.toLowerCase();
  const ofType = (row: Row) => !query.type || row.type === query.type;
  const sum = (matches: (row: Row) => boolean) =>
    rows.filter(matches).reduce((total, row) => total + row.count, 0);
  return {
    total: sum((row) => inCity(row) && ofType(row)),
    cities: [...new Set(rows.map((row) => row.city))]
      .toSorted((a, b) => a.localeCompare(b))
      .map((city) => ({ city, count: sum((row) => row.city === city && ofType(row)) })),
    types: eventTypes.map((type) => ({ type, count: sum((row) => row.type === type && inCity(row)) })),
  };
}
