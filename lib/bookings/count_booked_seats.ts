import { deadline, type Queryable } from "@/lib/db/pool.ts";
import { batchLookups } from "@/lib/batch.ts";

/** Counts an account's seats at an event in pending and confirmed bookings. */
export type CountBookedSeats = (eventId: string, userId: string) => Promise<number>;

/** Lookups queue behind one another, so one that hangs must not hold buyers up for long. */
const LOOKUP_DEADLINE_MS = 3_000;

/** Counts from the database, in batches of concurrent lookups. */
export function countBookedSeats(sql: Queryable): CountBookedSeats {
  const key = (eventId: string, userId: string) => `${eventId} ${userId}`;
  const lookUp = batchLookups(async (keys: string[]) => {
    const [eventIds, userIds] = [0, 1].map((part) => keys.map((key) => key.split(" ")[part]));
    const rows = await deadline(
      sql<{ eventId: string; userId: string; seats: number }[]>`
        select event_id, user_id, seats from buyer_seats
        where (event_id, user_id) in (select * from unnest(${eventIds}::uuid[], ${userIds}::uuid[]))`,
      LOOKUP_DEADLINE_MS,
    );
    return new Map(rows.map((row) => [key(row.eventId, row.userId), row.seats]));
  });
  return async (eventId, userId) => await lookUp(key(eventId, userId)) ?? 0;
}
