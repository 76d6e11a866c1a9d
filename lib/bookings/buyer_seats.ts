import { deadline, type Queryable } from "@/lib/db/pool.ts";

/** How many seats of an event an account has in bookings that are pending or confirmed. */
export async function bookedSeats(sql: Queryable, eventId: string, userId: string): Promise<number> {
  const [row] = await deadline(sql<[{ seats: number }?]>`
    select seats from buyer_seats where event_id = ${eventId} and user_id = ${userId}`);
  return row?.seats ?? 0;
}
