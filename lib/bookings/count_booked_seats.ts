import { deadline, type Queryable } from "@/lib/db/pool.ts";
import { batchLookups } from "@/lib/batch.ts";

/** Counts a buyer's seats at an event in pending and confirmed bookings. */
export type CountBookedSeats = (eventId: string, buyerId: string) => Promise<number>;

/** Lookups queue behind one another, so one that hangs must not hold buyers up for long. */
const LOOKUP_DEADLINE_MS = 3_000;

/** Counts from the database, in batches of concurrent lookups. */
export function countBookedSeats(sql: Queryable): CountBookedSeats {
  const key = (eventId: string, buyerId: string) => `${eventId} ${buyerId}`;
  const lookUp = batchLookups(async (keys: string[]) => {
    const [eventIds, buyerIds] = [0, 1].map((part) => keys.map((key) => key.split(" ")[part]));
    const rows = await deadline(
      sql<{ eventId: string; buyerId: string; seats: number }[]>`
        select event_id, buyer_id, seats from buyer_seats
        where (event_id, buyer_id) in (select * from unnest(${eventIds}::uuid[], ${buyerIds}::uuid[]))`,
      LOOKUP_DEADLINE_MS,
    );
    return new Map(rows.map((row) => [key(row.eventId, row.buyerId), row.seats]));
  });
  return async (eventId, buyerId) => await lookUp(key(eventId, buyerId)) ?? 0;
}
