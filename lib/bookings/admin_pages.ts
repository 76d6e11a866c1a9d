/** Loads the events and bookings that the admin pages show. */
import type { User } from "@/lib/auth/caller.ts";
import type { Actor } from "@/lib/db/audit_log.ts";
import { deadline, type Queryable, type Sql } from "@/lib/db/pool.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import {
  adminEvent,
  type AdminEventQuery,
  findAdminEvent,
  listForStaff,
  type PageNeeds,
  usualTimeZone,
} from "@/lib/events/admin_view.ts";
import { lastDays } from "@/lib/format/days.ts";
import { readListPage, readSearch } from "@/lib/http/page_query.ts";
import { tallyParts } from "@/lib/seats/tally.ts";
import { listEventBookings } from "./queries.ts";
import { refundsDue, salesByDay, takingsOf } from "./sales.ts";

const PAGE_SIZE = 50;

/** The events that a member of staff works on, narrowed by `view` and by the URL's query. */
export async function loadEventList(
  { sql, catalog, now }: PageNeeds,
  person: User,
  view: Partial<AdminEventQuery>,
  query: URLSearchParams,
) {
  const q = readSearch(query);
  const { items, ...list } = await readListPage(
    query,
    (cursor) => listForStaff(sql, person, { ...view, q, limit: PAGE_SIZE, cursor }, now()),
  );
  const counts = await catalog.counts(items);
  return {
    q,
    list: { items: items.map((event) => adminEvent(event, counts.get(event.id)!, now())), ...list },
    takings: await takingsOf(sql, items.map(({ id }) => id)),
    usualTimeZone: await usualTimeZone(sql, person),
  };
}

/** The page of an event's bookings that the URL asks for; null if the person has no such event. */
export async function loadEventBookings(
  needs: PageNeeds,
  person: User & Actor,
  eventId: string,
  query: URLSearchParams,
) {
  const event = await findAdminEvent(needs, person, eventId);
  if (!event) return null;
  const q = readSearch(query);
  const list = (cursor?: string) =>
    listEventBookings(needs.sql, person, event.id, { q, limit: PAGE_SIZE, cursor });
  return { event, q, bookings: await readListPage(query, list) };
}

/** An event's sales by day and by zone; `sold` is null for a draft. Null if the person has no such event. */
export async function loadEventSales(
  needs: PageNeeds,
  person: User,
  eventId: string,
  days: number,
) {
  const { sql, catalog, now } = needs;
  const event = await findAdminEvent(needs, person, eventId);
  if (!event || event.status === "draft") return event && { event, sold: null };
  const { id, venue: { timeZone } } = event;
  const [sales, takings, { statuses }, { chart }] = await Promise.all([
    salesByDay(sql, { eventId: id }, lastDays(now(), timeZone, days), timeZone),
    takingsOf(sql, [id]),
    catalog.overview(event),
    catalog.chart(event),
  ]);
  const zones = tallyParts(event.zones, chart.seats, statuses, ({ zone }) => zone);
  return { event, sold: { sales, zones, revenue: takings.get(id)?.revenue ?? 0 } };
}

/** What cancelling an event would refund. */
type RefundsDue = Awaited<ReturnType<typeof refundsDue>>;

/** An event to cancel, and what that would refund; null if the person has no such event. */
export async function findEventToCancel(
  sql: Sql,
  person: User,
  id: string,
) {
  const event = await eventToEdit(sql, person, id);
  return event && { event, sold: await refundsDue(sql, id) };
}

/** Whether cancelling an event would refund the same as what the person was shown. */
export async function areRefundsUnchanged(sql: Queryable, id: string, shown: RefundsDue): Promise<boolean> {
  const { bookings, amount } = await refundsDue(sql, id);
  return bookings === shown.bookings && amount === shown.amount;
}

/** An event to delete, which is possible only if it was never booked; null if the person has no such event. */
export async function findEventToDelete(
  sql: Sql,
  person: User,
  id: string,
) {
  const event = await eventToEdit(sql, person, id);
  if (!event) return null;
  const [{ isBooked }] = await deadline(sql<[{ isBooked: boolean }]>`
    select exists (select from bookings where event_id = ${id}) as is_booked`);
  return { event, isBooked };
}
