import { type BookingOwner, isOwn } from "@/lib/bookings/buyers.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";

/** The id of the buyer's newest booking for a hold; null if there is none. */
export async function bookingOfHold(sql: Sql, holdId: string, buyer: BookingOwner): Promise<string | null> {
  const [booking] = await deadline(sql<[{ id: string }?]>`
    select b.id from bookings b where b.hold_id = ${holdId} and ${
    isOwn(sql, buyer)
  } order by b.attempt desc limit 1`);
  return booking?.id ?? null;
}
