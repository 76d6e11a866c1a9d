/** Lets time pass for a single payment, by moving its times in the database, so that no test races with a deadline. */
import type { Sql } from "@/lib/db/pool.ts";
import { until } from "@/lib/testing/until.ts";

async function untilCharged(sql: Sql, bookingId: string): Promise<void> {
  await until(
    () => sql`select from mock_provider.charges where key = ${bookingId}`,
    ({ length }) => length === 1,
  );
}

/** Moves a booking's payment deadline into the past, once the provider has received the charge. */
export async function passPaymentDeadline(sql: Sql, bookingId: string): Promise<void> {
  await untilCharged(sql, bookingId);
  await sql`update bookings set deadline_at = now() - interval '1 second' where id = ${bookingId}`;
  await sql`
    update payments set next_attempt_at = now() where booking_id = ${bookingId} and status = 'started'`;
}

/** Lets the provider approve a `tok_late` charge now: until then, its booking is pending, or has failed for now. */
export async function approveLate(sql: Sql, bookingId: string): Promise<void> {
  await untilCharged(sql, bookingId);
  await sql`update mock_provider.charges set approves_at = now() where key = ${bookingId}`;
}
