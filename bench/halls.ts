/** Any number of identical halls on sale for load tests, and their boards. */
import { v7 as uuidv7 } from "uuid";
import { Redis } from "ioredis";
import { redisBoard } from "@/lib/board/redis/redis_board.ts";
import { boardSource } from "@/lib/board/source.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import { blockChart } from "./charts.ts";
import type { BenchStack } from "./stack.ts";

/** Puts this many events on sale, in one hall of this size. Returns their ids. */
export async function insertEvents(sql: Sql, seatCount: number, count: number): Promise<string[]> {
  const { eventId, chart } = await insertEvent(sql, { chart: blockChart(seatCount) });
  if (chart.seatCount !== seatCount) throw new Error("the chart has a different size");
  const copies = Array.from({ length: count - 1 }, () => uuidv7());
  await sql`
    insert into events (id, slug, type, title, description, venue_id, chart_id, chart_version, status, starts_at,
      ends_at, currency, max_seats_per_buyer, seat_count, price_from, title_key, search_text,
      search_version)
    select copy, 'event-' || copy, type, title, description, venue_id, chart_id, chart_version, status, starts_at,
      ends_at, currency, max_seats_per_buyer, seat_count, price_from, title_key, search_text,
      search_version
    from events, unnest(${copies}::uuid[]) as copy where id = ${eventId}`;
  await sql`
    insert into zones (event_id, id, name, price, position)
    select copy, id, name, price, position from zones, unnest(${copies}::uuid[]) as copy
    where event_id = ${eventId}`;
  return [eventId, ...copies];
}

/** The number of events that this many bookings need in halls of this size. */
export function eventsFor(bookings: number, seatCount: number, seatsEach: number): number {
  return Math.ceil(bookings / Math.floor(seatCount / seatsEach));
}

/**
 * The event and the seats of the `n`th booking: bookings go to all events in turn, and no seat is requested twice.
 */
export function seatsOf(
  n: number,
  eventIds: string[],
  seatsEach: number,
): { eventId: string; seats: number[] } {
  const first = Math.floor(n / eventIds.length) * seatsEach;
  return {
    eventId: eventIds[n % eventIds.length],
    seats: Array.from({ length: seatsEach }, (_, seat) => first + seat),
  };
}

/** Builds the boards before each round: otherwise the first requests would, and that is not what is measured. */
export function openBoards(stack: BenchStack, redisUrl: string, sql: Sql) {
  const redis = new Redis(redisUrl);
  stack.atEnd(() => redis.quit());
  const board = redisBoard({ urls: redisUrl, source: boardSource(sql), onError: console.error });
  stack.atEnd(() => board.close());
  return {
    board,
    async rebuild(eventIds: string[]) {
      await redis.flushall();
      for (const eventId of eventIds) await board.snapshot(eventId);
    },
  };
}
