/**
 * Sales figures for organizers. Revenue is what was paid less what was refunded, so it includes the fees withheld
 * on bookings that have ended.
 */
import { deadline, type Queryable, type Sql } from "@/lib/db/pool.ts";
import { daysAfter, startOfDay } from "@/lib/format/days.ts";
import type { BookingStatus } from "@/lib/messaging/booking_status.ts";
import { type Buyer, buyerOf } from "./buyers.ts";

/** What is counted: one event, an organizer's own events, or (with neither) all events. */
export interface SalesScope {
  organizerId?: string | null;
  eventId?: string;
}

/** Statuses of bookings that were paid, even if refunded since. */
const PAID: BookingStatus[] = ["confirmed", "cancelled", "refunded"];

/** An event's takings so far. */
export interface Takings {
  /** Confirmed bookings only. */
  bookings: number;
  /** Minor units of the event's currency. */
  revenue: number;
}

/** The takings of each event that has any, by event id. */
export async function takingsOf(sql: Sql, eventIds: string[]): Promise<Map<string, Takings>> {
  const rows = await deadline(sql<(Takings & { eventId: string })[]>`
    select b.event_id, count(*) filter (where b.status = 'confirmed') as bookings,
      sum(b.total - ${refunded(sql)})::bigint as revenue
    from bookings b where b.event_id = any(${eventIds}::uuid[]) and b.status = any(${PAID})
    group by b.event_id`);
  return new Map(rows.map(({ eventId, ...takings }) => [eventId, takings]));
}

export interface Sales {
  bookings: number;
  seats: number;
  /** Minor units, one entry per currency, the one with the most bookings first. */
  revenue: { currency: string; amount: number }[];
}

export interface DaySales extends Sales {
  /** `YYYY-MM-DD`. */
  day: string;
}

/** The bookings placed on each of these consecutive days of `timeZone`. */
export async function salesByDay(
  sql: Sql,
  scope: SalesScope,
  days: string[],
  timeZone: string,
): Promise<DaySales[]> {
  // The starts of the days are computed here: Postgres may have a different release of the time zone data.
  const starts = [...days, daysAfter(days.at(-1)!, 1)].map((day) =>
    new Date(startOfDay(day, timeZone)).toISOString()
  );
  const rows = await deadline(sql<(CurrencyRow & { bucket: number })[]>`
    select width_bucket(b.created_at, ${starts}::timestamptz[]) as bucket, b.currency,
      count(*) filter (where b.status = 'confirmed') as bookings, sum(s.seats)::bigint as seats,
      sum(b.total - ${refunded(sql)})::bigint as amount
    from bookings b
    cross join lateral (
      select count(*) as seats from booking_seats
      where booking_id = b.id and returned_at is null and b.status = 'confirmed'
    ) s
    where b.status = any(${PAID}) and b.created_at >= ${starts[0]} and b.created_at < ${starts.at(-1)!}
      and ${isWithin(sql, scope)}
    group by bucket, b.currency`);
  const byDay = Map.groupBy(rows, ({ bucket }) => bucket - 1);
  return days.map((day, index) => ({ day, ...salesOf(byDay.get(index) ?? []) }));
}

interface CurrencyRow {
  currency: string;
  bookings: number;
  seats: number;
  amount: number;
}

function salesOf(rows: CurrencyRow[]): Sales {
  const byBookings = rows.toSorted((a, b) => b.bookings - a.bookings || (a.currency < b.currency ? -1 : 1));
  return {
    bookings: rows.reduce((sum, row) => sum + row.bookings, 0),
    seats: rows.reduce((sum, row) => sum + row.seats, 0),
    revenue: byBookings.map(({ currency, amount }) => ({ currency, amount })),
  };
}

/** The total of several days. */
export function sumOfSales(days: Sales[]): Sales {
  const revenue = new Map<string, number>();
  for (const { currency, amount } of days.flatMap((day) => day.revenue)) {
    revenue.set(currency, (revenue.get(currency) ?? 0) + amount);
  }
  return {
    bookings: days.reduce((sum, day) => sum + day.bookings, 0),
    seats: days.reduce((sum, day) => sum + day.seats, 0),
    revenue: [...revenue].map(([currency, amount]) => ({ currency, amount })),
  };
}

/** How many seats of each event are in confirmed bookings placed at or after `since`, by event id. */
export async function seatsSoldSince(
  sql: Sql,
  eventIds: string[],
  since: Date,
): Promise<Map<string, number>> {
  const rows = await deadline(sql<{ eventId: string; seats: number }[]>`
    select b.event_id, count(*) as seats
    from bookings b join booking_seats s on s.booking_id = b.id and s.returned_at is null
    where b.event_id = any(${eventIds}::uuid[]) and b.created_at >= ${since} and b.status = 'confirmed'
    group by b.event_id`);
  return new Map(rows.map(({ eventId, seats }) => [eventId, seats]));
}

/** SQL: whether booking `b` is in the scope. */
export function isWithin(sql: Sql, { organizerId, eventId }: SalesScope) {
  if (eventId) return sql`b.event_id = ${eventId}`;
  return organizerId
    ? sql`b.event_id in (select id from events where organizer_id = ${organizerId})`
    : sql`true`;
}

/** A booking as a line in a list across events. */
export interface BookingLine {
  id: string;
  code: string;
  status: BookingStatus;
  createdAt: Date;
  buyer: Buyer;
  seats: number;
  total: number;
  currency: string;
  event: { id: string; title: string; timeZone: string };
}

/** The newest bookings, of any status. */
export async function latestBookings(sql: Sql, scope: SalesScope, limit: number): Promise<BookingLine[]> {
  return await deadline(sql<BookingLine[]>`
    select b.id, b.code, b.status, b.created_at, ${buyerOf(sql)} as buyer, b.total, b.currency,
      (select count(*) from booking_seats where booking_id = b.id and returned_at is null) as seats,
      json_build_object('id', e.id, 'title', e.title, 'timeZone', v.time_zone) as event
    from ${newestOf(sql, scope, limit)} b
    join events e on e.id = b.event_id
    join venues v on v.id = e.venue_id
    order by b.created_at desc, b.id desc`);
}

/** SQL: the newest bookings: an organizer's, merged from each event's newest, or all, by id, since ids grow with time. */
function newestOf(sql: Sql, { organizerId }: SalesScope, limit: number) {
  return organizerId
    ? sql`(
      select own.* from events e cross join lateral (
        select * from bookings where event_id = e.id order by created_at desc, id desc limit ${limit}
      ) own
      where e.organizer_id = ${organizerId} order by own.created_at desc, own.id desc limit ${limit})`
    : sql`(select * from bookings order by id desc limit ${limit})`;
}

/** SQL: the amount that has been or is being refunded for booking `b`. */
function refunded(sql: Sql) {
  return sql`coalesce((select sum(amount) from refunds where booking_id = b.id), 0)`;
}

/** What cancelling an event would refund: how many bookings are confirmed or pending, and the amount in minor units. */
export async function refundsDue(
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
