import { deadline, type Sql } from "@/lib/db/pool.ts";

/** The newest booking that an account has made of a hold; null when there is none. */
export async function bookingOfHold(sql: Sql, holdId: string, userId: string): Promise<string | null> {
  const [booking] = await deadline(sql<[{ id: string }?]>`
    select id from bookings where hold_id = ${holdId} and user_id = ${userId} order by attempt desc limit 1`);
  return booking?.id ?? null;
}
