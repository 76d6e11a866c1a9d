/**
 * What was sold, for organisers. Revenue is what was paid less what was paid back: also the fees that were kept of bookings
 * that have ended.
 */
import { deadline, type Queryable, type Sql } from "@/lib/db/pool.ts";
import type { BookingStatus } from "./state.ts";

/** Whose events are counted: an organiser's own, or all of them (null). */
export type SalesScope = { organizerId: string | null };

/** Bookings whose money arrived, whatever became of it. */
const PAID: BookingStatus[] = ["confirmed", "cancelled", "refunded"];

/** The revenue of each event that has any, in minor units of its currency, by event id. */
export async function revenueOf(sql: Sql, eventIds: string[]): Promise<Map<string, number>> {
  const rows = await deadline(sql<{ eventId: string; revenue: number }[]>`
    select b.event_id, sum(b.total - ${refunded(sql)})::bigint as revenue
    from bookings b where b.event_id = any(${eventIds}::uuid[]) and b.status = any(${PAID})
    group by b.event_id`);
  return new Map(rows.map((row) => [row.eventId, row.revenue]));
}

export interface Sales {
  bookings: number;
  seats: number;
  /** Minor units, one entry for each currency, the one with most bookings first. */
  revenue: { currency: string; amount: number }[];
}

/** Confirmed bookings placed at or after `since`. */
export async function salesSince(sql: Sql, { organizerId }: SalesScope, since: Date): Promise<Sales> {
  const rows = await deadline(sql<{ currency: string; bookings: number; seats: number; amount: number }[]>`
    select b.currency, count(*) filter (where b.status = 'confirmed') as bookings, sum(s.seats)::bigint as seats,
      sum(b.total - ${refunded(sql)})::bigint as amount
    from bookings b
    join events e on e.id = b.event_id
    cross join lateral (
      select count(*) as seats from booking_seats
      where booking_id = b.id and returned_at is null and b.status = 'confirmed'
    ) s
    where b.status = any(${PAID}) and b.created_at >= ${since}
      and (${organizerId}::uuid is null or e.organizer_id = ${organizerId})
    group by b.currency order by bookings desc, b.currency`);
  const sum = (count: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + count(row), 0);
  return {
    bookings: sum((row) => row.bookings),
    seats: sum((row) => row.seats),
    revenue: rows.map(({ currency, amount }) => ({ currency, amount })),
  };
}

/** A booking as a line among those of several events. */
export interface BookingLine {
  id: string;
  code: string;
  status: BookingStatus;
  createdAt: Date;
  buyer: string;
  seats: number;
  total: number;
  currency: string;
  event: { id: string; title: string; timeZone: string };
}

/** The newest bookings of any status. */
export async function latestBookings(
  sql: Sql,
  { organizerId }: SalesScope,
  limit: number,
): Promise<BookingLine[]> {
  return await deadline(sql<BookingLine[]>`
    select b.id, b.code, b.status, b.created_at, u.name as buyer, b.total, b.currency,
      (select count(*) from booking_seats where booking_id = b.id and returned_at is null) as seats,
      json_build_object('id', e.id, 'title', e.title, 'timeZone', v.time_zone) as event
    from bookings b
    join users u on u.id = b.user_id
    join events e on e.id = b.event_id
    join venues v on v.id = e.venue_id
    where ${organizerId}::uuid is null or e.organizer_id = ${organizerId}
    order by b.created_at desc, b.id desc limit ${limit}`);
}

/** What was or is being paid back of booking `b`. */
function refunded(sql: Sql) {
  return sql`coalesce((select sum(amount) from refunds where booking_id = b.id), 0)`;
}

/** What cancelling an event gives back: how many bookings are confirmed or being paid, and their money in minor units. */
export async function toGiveBack(
  sql: Queryable,
  eventId: string,
): Promise<{ bookings: number; amount: number }> {
  const [row] = await deadline(sql<[{ bookings: number; amount: number }]>`
    select count(*)::integer as bookings, coalesce(sum(b.total - coalesce(r.amount, 0)), 0)::bigint as amount
    from bookings b
    left join lateral (select sum(amount) as amount from refunds where booking_id = b.id) r on true
    where b.event_id = ${eventId} and b.status in ('confirmed', 'pending')`);
  return row;
}
