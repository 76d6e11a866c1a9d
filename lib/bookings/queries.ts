import { z } from "zod";
import { matchesPerson } from "@/lib/auth/search_name.ts";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import type { Actor } from "@/lib/db/audit_log.ts";
import { deadline, type Queryable, type Sql } from "@/lib/db/pool.ts";
import type { EventCatalog } from "@/lib/events/catalog.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { eventSchema } from "@/lib/http/sse.ts";
import type { BookingStatus, FailureReason } from "@/lib/messaging/booking_status.ts";
import { storableText } from "@/lib/text/typed_text.ts";
import type { TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { type BookingReader, type Buyer, buyerOf, isOwn, readsEveryBooking } from "./buyers.ts";
import { recordRead } from "./record_read.ts";

/** 232 digits, as {@link TicketSigner} makes them. */
export const tokenExample = "0408271993".repeat(24).slice(0, 232);

const bookingExample = {
  id: "01977f6e-4b1c-7c3a-9a51-2f0f6b1c8d10",
  code: "K7QX-2MVD",
  eventId: "01977f6e-2c10-7b44-8a6d-90b1c3d4e5f6",
  holdId: "01977f6e2c107b448a6d90b1c3d4e5f65b9d3c71e08f42a6d01c",
  status: "confirmed" as const,
  final: true,
  failureReason: null,
  seats: [{ id: "A-12", section: "Stalls", row: "A", number: "12", zone: "front", price: 4500 }],
  returnedSeats: [],
  total: 4500,
  currency: "EUR",
  createdAt: "2027-03-01T18:30:00.000Z",
  updatedAt: "2027-03-01T18:30:02.000Z",
  tickets: [{
    id: "01977f6e-4c02-7a11-b7d0-6a5e4d3c2b1a",
    seatId: "A-12",
    token: tokenExample,
  }],
  refund: { status: "none" as const, amount: 0 },
};

const seatSchema = z.object({
  id: z.string(),
  section: z.string(),
  row: z.string(),
  number: z.string(),
  zone: z.string(),
  price: z.int().describe("Minor units"),
}).meta({ id: "BookedSeat" });

/** A booking as the API and the pages show it. */
export const bookingSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  eventId: z.uuid(),
  holdId: z.string(),
  status: z.enum(["pending", "confirmed", "failed", "cancelled", "refunded"]),
  final: z.boolean().describe("False while the booking may still change without anyone's action"),
  failureReason: z.enum(["payment-declined", "payment-timeout", "seats-lost", "event-cancelled"]).nullable(),
  seats: z.array(seatSchema),
  returnedSeats: z.array(seatSchema).describe("Seats of refunded tickets, no longer the buyer's"),
  total: z.int().describe("Minor units; what was paid, before any refund"),
  currency: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  tickets: z.array(
    z.object({ id: z.uuid(), seatId: z.string(), token: z.string().describe("The content of the QR code") })
      .meta({ id: "Ticket" }),
  ).describe("Once confirmed"),
  refund: z.object({ status: z.enum(["none", "pending", "done"]), amount: z.int().describe("Minor units") }),
}).meta({ id: "Booking", examples: [bookingExample] });

export type BookingView = z.infer<typeof bookingSchema>;

const staffExample = {
  ...bookingExample,
  tickets: bookingExample.tickets.map(({ id, seatId }) => ({ id, seatId })),
};

/** A booking as staff see it: without the ticket codes, which only its buyer gets. */
export const staffBookingSchema = bookingSchema.extend({
  tickets: z.array(z.object({ id: z.uuid(), seatId: z.string() }).meta({ id: "StaffTicket" }))
    .describe("Once confirmed; only the buyer gets the content of their QR codes"),
}).meta({ id: "StaffBooking", examples: [staffExample] });

export type StaffBookingView = z.infer<typeof staffBookingSchema>;

/** A booking as its event's organizer sees it. */
export const eventBookingSchema = staffBookingSchema.extend({
  buyer: z.object({
    name: z.string().nullable().describe("Null if not given, or erased"),
    email: z.string().nullable().describe("Null if erased"),
    account: z.uuid().nullable().describe("Null for a guest, who has no account, and once it is deleted"),
  }),
}).meta({
  id: "EventBooking",
  examples: [{ ...staffExample, buyer: { name: "Ada Brook", email: "ada@example.org", account: null } }],
});

/** An event in a booking's stream. */
export const bookingEventSchema = eventSchema("status", bookingSchema).meta({ id: "BookingEvent" });

export type EventBookingView = z.infer<typeof eventBookingSchema>;

/** A row of {@link selectBookings}. */
export interface BookingRow {
  id: string;
  code: string;
  eventId: string;
  holdId: string;
  status: BookingStatus;
  final: boolean;
  failureReason: FailureReason | null;
  total: number;
  currency: string;
  createdAt: Date;
  updatedAt: Date;
  seats: (BookingView["seats"][number] & { returned: boolean })[];
  tickets: { id: string; seatId: string }[] | null;
  refunded: number;
  refundsPending: boolean;
  /** The account's locale, otherwise the one used at booking; null for bookings made before it was recorded. */
  locale: string | null;
}

export interface Needs {
  sql: Sql;
  tickets: TicketSigner;
}

/** One booking, of any buyer: the caller has checked that it may be read. Null if there is none. */
export async function findBooking(needs: Needs, bookingId: string): Promise<BookingView | null> {
  const [booking] = await findBookings(needs, [bookingId]);
  return booking ?? null;
}

/** One booking that a person may read; null if there is none. Reading someone else's is recorded. */
export async function readBooking(
  needs: Needs,
  reader: BookingReader,
  bookingId: string,
): Promise<BookingView | null> {
  const row = await readRow(needs, reader, bookingId);
  return row && toView(needs, row);
}

/**
 * A booking that a person may read, with its event (null if deleted) and the locale to print it in: the buyer's if
 * known, otherwise `locale`.
 */
export async function findBookingToPrint(
  needs: Needs & { catalog: EventCatalog },
  bookingId: string,
  reader: BookingReader,
  locale: string,
): Promise<{ booking: BookingView; event: EventRecord | null; locale: string } | null> {
  const row = await readRow(needs, reader, bookingId);
  if (!row) return null;
  const event = await needs.catalog.event(row.eventId);
  return { booking: toView(needs, row), event, locale: row.locale ?? locale };
}

async function readRow(
  needs: Needs,
  reader: BookingReader,
  bookingId: string,
): Promise<BookingRow | null> {
  if (!z.uuid().safeParse(bookingId).success) return null;
  const { sql } = needs;
  const [row] = await deadline(sql<(BookingRow & { isOwn: boolean })[]>`
    select found.*, own.is_own from (${selectBookings(sql)} where b.id = ${bookingId}) found
    cross join lateral (select ${isOwn(sql, reader)} as is_own from bookings b where b.id = found.id) own`);
  if (!row || !row.isOwn && !readsEveryBooking(reader)) return null;
  if (!row.isOwn) await recordRead(sql, reader, "booking", row.id);
  return row;
}

/** One booking as staff see it; the caller checks that they may. Null if there is none. */
export async function findBookingForStaff(sql: Sql, bookingId: string): Promise<StaffBookingView | null> {
  if (!z.uuid().safeParse(bookingId).success) return null;
  const [row] = await deadline(sql<BookingRow[]>`${selectBookings(sql)} where b.id = ${bookingId}`);
  return row ? staffView(row) : null;
}

/** The bookings with these ids, of any user: for streams, whose readers have already been checked. */
export async function findBookings(needs: Needs, bookingIds: string[]): Promise<BookingView[]> {
  const { sql } = needs;
  const rows = await deadline(sql<BookingRow[]>`${selectBookings(sql)} where b.id = any(${bookingIds})`);
  return rows.map((row) => toView(needs, row));
}

/** The id of the last booking on a page. */
const position = z.tuple([z.uuid()]);

/**
 * A user's bookings, newest first.
 * @throws {InvalidCursor}
 */
export async function listBookings(
  needs: Needs,
  userId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<BookingView>> {
  const { sql } = needs;
  const list: ListKey = ["bookings", userId];
  const [after] = positionAfter(list, cursor, position) ?? [null];
  const rows = await deadline(sql<BookingRow[]>`
    ${selectBookings(sql)}
    where b.buyer_id = ${userId} and (${after}::uuid is null or (b.created_at, b.id) < (
      select created_at, id from bookings where id = ${after}
    ))
    order by b.created_at desc, b.id desc limit ${limit + 1}`);
  const { items, nextCursor } = pageOf(list, rows, limit, (last) => [last.id]);
  return { items: items.map((row) => toView(needs, row)), nextCursor };
}

export const eventBookingsQuery = pageQuery.extend({
  q: storableText(200).optional().describe(
    "A prefix of the booking code or of the buyer's email address, or of each word of their name",
  ),
});

/**
 * The bookings of an event for its organizer, newest first, each with its buyer.
 * @throws {InvalidCursor}
 */
export async function listEventBookings(
  sql: Sql,
  reader: Actor,
  eventId: string,
  { q = "", limit, cursor }: z.infer<typeof eventBookingsQuery>,
): Promise<Page<EventBookingView>> {
  await recordRead(sql, reader, "event", eventId);
  const list: ListKey = ["event-bookings", eventId, q];
  const [after] = positionAfter(list, cursor, position) ?? [null];
  const rows = await deadline(sql<(BookingRow & { buyer: Buyer })[]>`
    select b.*, ${buyerOf(sql)} as buyer from (${selectBookings(sql)}
      where b.event_id = ${eventId} and ${
    matchesSearch(sql, q)
  } and (${after}::uuid is null or (b.created_at, b.id) < (
        select created_at, id from bookings where id = ${after}
      ))
      order by b.created_at desc, b.id desc limit ${limit + 1}
    ) b order by b.created_at desc, b.id desc`);
  const { items, nextCursor } = pageOf(list, rows, limit, (last) => [last.id]);
  return { items: items.map((row) => ({ ...staffView(row), buyer: row.buyer })), nextCursor };
}

/** SQL: whether the code of booking `b`, or its buyer's email or name, matches what was typed; true if nothing was. */
export function matchesSearch(sql: Sql, q: string) {
  const typed = q.trim();
  if (typed === "") return sql`true`;
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return sql`(
    ${code.length > 0 && code.length <= 8 ? sql`starts_with(replace(b.code, '-', ''), ${code})` : sql`false`}
    or exists (
      select from (
        select email, search_name from booking_contacts where booking_id = b.id
        union all select email, search_name from users where id = b.buyer_id
      ) u where ${matchesPerson(sql, typed)}))`;
}

/** SQL: `select … from bookings b …`, to be followed by `where` and so on; {@link toView} converts the rows. */
export function selectBookings(sql: Queryable) {
  return sql`
    select b.id, b.code, b.event_id, b.buyer_id, b.hold_id, b.status, b.final, b.failure_reason, b.total, b.currency,
      coalesce((select locale from users where id = b.buyer_id), b.locale) as locale, b.created_at, b.updated_at,
      (select coalesce(json_agg(json_build_object('id', s.seat_id, 'section', s.section, 'row', s.row, 'number', s.number,
          'zone', s.zone, 'price', s.price, 'returned', s.returned_at is not null) order by s.seat_index), '[]')
        from booking_seats s where s.booking_id = b.id) as seats,
      (select json_agg(json_build_object('id', t.id, 'seatId', t.seat_id) order by t.seat_index)
        from tickets t where t.booking_id = b.id and t.voided_at is null) as tickets,
      coalesce(r.amount, 0)::integer as refunded, coalesce(r.pending, false) as refunds_pending
    from bookings b
    left join lateral (
      select sum(amount) as amount, bool_or(status = 'pending') as pending from refunds where booking_id = b.id
    ) r on true`;
}

/** The refund for a buyer who cancels, in minor units: the price of the seats left, up to what remains of the total. */
export function cancelRefundOf({ seats, total, refund }: BookingView): number {
  return Math.min(seats.reduce((sum, { price }) => sum + price, 0), total - refund.amount);
}

/** A seat with only the members that are shown. */
function seatView({ id, section, row, number, zone, price }: BookingView["seats"][number]) {
  return { id, section, row, number, zone, price };
}

/** A booking as its buyer sees it, with its tickets signed. */
export function toView({ tickets }: Pick<Needs, "tickets">, row: BookingRow): BookingView {
  const sign = ({ id, seatId }: { id: string; seatId: string }) => ({
    id,
    seatId,
    token: tickets.sign({ ticketId: id, eventId: row.eventId }),
  });
  return { ...staffView(row), tickets: (row.tickets ?? []).map(sign) };
}

/** A booking as staff see it. */
export function staffView(row: BookingRow): StaffBookingView {
  return {
    id: row.id,
    code: row.code,
    eventId: row.eventId,
    holdId: row.holdId,
    status: row.status,
    final: row.final,
    failureReason: row.failureReason,
    seats: row.seats.filter((seat) => !seat.returned).map(seatView),
    returnedSeats: row.seats.filter((seat) => seat.returned).map(seatView),
    total: row.total,
    currency: row.currency,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    tickets: row.tickets ?? [],
    refund: {
      status: row.refunded === 0 ? "none" : row.refundsPending ? "pending" : "done",
      amount: row.refunded,
    },
  };
}
