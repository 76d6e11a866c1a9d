/** Prepares an on-sale: an event in a new hall, and its buyers. */
import { v7 as uuidv7 } from "uuid";
import { AccessTokens } from "@/lib/auth/access_tokens.ts";
import { nameColumns } from "@/lib/auth/search_name.ts";
import { VISITOR_COOKIE } from "@/lib/auth/visitors.ts";
import { type ChartIndex, indexChart } from "@/lib/charts/chart_index.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { sign } from "@/lib/http/wire/cookies.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import { blockChart } from "../charts.ts";

export interface Sale {
  eventId: string;
  hall: ChartIndex;
}

/** How a buyer is known to the program. */
export interface Caller {
  headers: Record<string, string>;
  /** What a booking needs besides its hold and payment. */
  guest?: { email: string };
}

/** Creates an event with this many seats, on sale. */
export async function prepareSale(sql: Sql, seatCount: number, maxSeatsPerBuyer: number): Promise<Sale> {
  const { eventId, chart } = await insertEvent(sql, { chart: blockChart(seatCount), maxSeatsPerBuyer });
  return { eventId, hall: indexChart(chart) };
}

/**
 * Creates accounts with these ids (UUIDs) and returns their access tokens, signed with the program's secrets: signing in
 * would cost a password hash each, which is not what is being measured.
 */
export async function prepareAccounts(
  sql: Sql,
  users: string[],
  jwtSecrets: readonly string[],
): Promise<string[]> {
  const sessions = users.map(() => uuidv7());
  // Complete, or the sweeper would rewrite all of them during the measurement.
  const { name, searchName, searchVersion } = nameColumns("A Buyer");
  await sql`
    insert into users (id, email, email_key, name, search_name, search_version, role)
    select id, id || '@example.org', id || '@example.org', ${name}, ${searchName}, ${searchVersion}, 'visitor'
    from unnest(${users}::uuid[]) as id`;
  await sql`
    insert into sessions (id, user_id, refresh_hash, user_agent, created_at, last_used_at, expires_at)
    select session, account, sha256(session::text::bytea), 'simulation', now(), now(), now() + interval '1 day'
    from unnest(${sessions}::uuid[], ${users}::uuid[]) as signed_in (session, account)`;
  await sql`analyze users, sessions`;
  const tokens = new AccessTokens(jwtSecrets, Date.now);
  return users.map((userId, n) =>
    tokens.issue({ userId, role: "visitor", sessionId: sessions[n], visitorId: null })
  );
}

/** Creates this many accounts, and returns them signed in. */
export async function prepareSignedIn(
  sql: Sql,
  count: number,
  jwtSecrets: readonly string[],
): Promise<Caller[]> {
  const tokens = await prepareAccounts(sql, Array.from({ length: count }, () => uuidv7()), jwtSecrets);
  return tokens.map((token) => ({ headers: { authorization: `Bearer ${token}` } }));
}

/** This many guests, each in a browser with a visitor cookie and with their own address. */
export function prepareGuests(count: number, cookieSecrets: readonly string[]): Caller[] {
  return Array.from({ length: count }, () => {
    const id = crypto.randomUUID();
    const cookie = `${VISITOR_COOKIE}=${sign("visitor", id, cookieSecrets)}`;
    return { headers: { cookie }, guest: { email: `${id}@example.org` } };
  });
}
