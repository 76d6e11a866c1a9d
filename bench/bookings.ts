/** What the booking benchmarks need: signed-in accounts and empty tables. */
import type { Sql } from "@/lib/db/pool.ts";
import { prepareAccounts } from "./simulate/prepare.ts";

/** Two is the most common number of seats. */
export const SEATS_EACH = 2;

/** The id of the `n`th account; `bench/raw/*.sql` build it the same way. */
function accountId(n: number): string {
  return `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
}

export interface Account {
  id: string;
  /** An access token. */
  token: string;
}

/** New accounts, signed in. */
export async function createAccounts(
  sql: Sql,
  count: number,
  jwtSecrets: readonly string[],
): Promise<Account[]> {
  const ids = Array.from({ length: count }, (_, n) => accountId(n));
  const tokens = await prepareAccounts(sql, ids, jwtSecrets);
  return ids.map((id, n) => ({ id, token: tokens[n] }));
}

/** Deletes every booking with all its data, so that each round starts with the same empty tables. */
export async function clearBookings(sql: Sql): Promise<void> {
  await sql`
    truncate bookings, booking_seats, seat_claims, buyer_seats, placements, idempotency_keys, payments, refunds,
      tickets, checkins, messages, outbox, inbox, mock_provider.charges, mock_provider.refunds`;
}
