import { deadline, type Queryable } from "@/lib/db/pool.ts";
import { batchLookups } from "@/lib/batch.ts";

/** How many seats of an event an account has in bookings that are pending or confirmed. */
export type CountBookedSeats = (eventId: string, userId: string) => Promise<number>;

/** Buyers wait for the look-up before theirs, so one without an answer must not hold them for long. */
const LOOKUP_DEADLINE_MS = 3_000;

/** Reads them from `sql`, those of a rush together. */
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
