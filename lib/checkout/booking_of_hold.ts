import { deadline, type Sql } from "@/lib/db/pool.ts";

/** The id of an account's newest booking for a hold; null if there is none. */
export async function bookingOfHold(sql: Sql, holdId: string, userId: string): Promise<string | null> {
  const [booking] = await deadline(sql<[{ id: string }?]>`
    select id from bookings where hold_id = ${holdId} and user_id = ${userId} order by attempt desc limit 1`);
  return booking?.id ?? null;
}
