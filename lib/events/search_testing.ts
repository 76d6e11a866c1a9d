/** Reads lists of events for tests. */
import type { Sql } from "@/lib/db/pool.ts";
import { type EventQuery, eventQuerySchema, searchEvents } from "./search.ts";

/** The current time of the search tests: the first of June. */
export const now = Date.parse("2026-06-01T12:00:00Z");

export const parse = (query: Record<string, unknown>): EventQuery =>
  eventQuerySchema.parse("limit" in query ? { ...query, limit: `${query.limit}` } : query);

/** The titles that a query finds, in order. */
export async function titles(sql: Sql, query: Record<string, unknown>): Promise<string[]> {
  return (await searchEvents(sql, parse(query), now)).items.map((event) => event.title);
}

/** All pages of a list, as titles. */
export async function pages(sql: Sql, query: Record<string, unknown>): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await searchEvents(sql, parse({ ...query, cursor }), now);
    found.push(page.items.map((event) => event.title));
    cursor = page.nextCursor;
  }
  return found;
}
