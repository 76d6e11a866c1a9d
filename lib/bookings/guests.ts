/** Guests' bookings after they were placed: joining an account, and being erased. */
import { z } from "zod";
import { isBookingKey, type LinkedBooking } from "@/lib/auth/booking_links.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Queryable, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { moveMessages, redactBookingMessages } from "@/lib/notifications/write.ts";
import { redactRefundsOf } from "@/lib/payments/refunds.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { type BookingReader, isOwn, readsEveryBooking } from "./buyers.ts";

export type JoinResult =
  | { ok: true }
  /** Unknown, not the reader's, or not a guest's. */
  | { ok: false; code: "not-found" }
  /** The account has a different address, or has not confirmed it. */
  | { ok: false; code: "other-email" | "email-not-confirmed" }
  /** With it, the account would have more seats of the event than a buyer may. */
  | { ok: false; code: "limit-exceeded"; limit: number };

interface GuestBooking {
  eventId: string;
  guestId: string;
  holdId: string;
  email: string;
  maxSeats: number;
}

/**
 * Moves a guest's booking to the reader's account, if that has proved to own the booking's address: with its messages, and
 * with the earlier attempts to pay for the same seats. The links to it, and the browser that placed it, no longer open it.
 */
export async function joinAccount(
  { sql }: { sql: Sql },
  bookingId: string,
  reader: BookingReader & { id: string },
): Promise<JoinResult> {
  return await transaction(sql, async (tx): Promise<JoinResult> => {
    const booking = await lockGuestBooking(tx, bookingId, reader);
    if (!booking) return { ok: false, code: "not-found" };
    const [account] = await tx<[{ emailKey: string | null; isConfirmed: boolean }]>`
      select email_key, email_confirmed_at is not null as is_confirmed from users where id = ${reader.id}`;
    if (account.emailKey !== emailKey(booking.email)) return { ok: false, code: "other-email" };
    if (!account.isConfirmed) return { ok: false, code: "email-not-confirmed" };
    const ids = await lockAttempts(tx, booking);
    if (!await moveSeats(tx, booking, ids, reader.id)) {
      return { ok: false, code: "limit-exceeded", limit: booking.maxSeats };
    }
    await moveMessages(tx, ids, reader.id);
    await detach(tx, ids);
    await tx`update bookings set buyer_id = ${reader.id} where id = any(${ids})`;
    await forgetUnused(tx, booking.guestId);
    await writeAudit(tx, {
      actor: { id: reader.id, address: reader.address },
      action: "booking.changed",
      subject: { type: "booking", id: bookingId },
      detail: { before: { account: null }, after: { account: reader.id } },
    });
    return { ok: true };
  });
}

/** SQL: whether booking `b` is a guest's who was not erased; `c` is its contact. */
function isGuests(sql: Queryable) {
  return sql`c.booking_id = b.id and not exists (select from users where id = b.buyer_id)`;
}

/** The address of a guest's booking, for that guest; null for another booking or reader. */
export async function guestAddress(
  sql: Sql,
  reader: BookingReader,
  bookingId: string,
): Promise<string | null> {
  const [row] = await deadline(sql<[{ email: string }?]>`
    select c.email from bookings b join booking_contacts c on ${isGuests(sql)}
    where b.id = ${bookingId} and ${isOwn(sql, reader)}`);
  return row?.email ?? null;
}

/** The booking that a link opens; null if its key is wrong or was replaced. */
export async function findByLink(
  { sql, secrets }: { sql: Sql; secrets: Pick<Secrets, "cookieSecrets"> },
  bookingId: string,
  key: string,
): Promise<LinkedBooking | null> {
  if (!z.uuid().safeParse(bookingId).success) return null;
  const [booking] = await deadline(sql<LinkedBooking[]>`
    select b.id, b.key_version from bookings b join booking_contacts c on ${isGuests(sql)}
    where b.id = ${bookingId}`);
  return booking && isBookingKey(booking, key, secrets.cookieSecrets) ? booking : null;
}

/** Locks a guest's booking; null if there is none with this id that the reader may read. */
async function lockGuestBooking(
  tx: Transaction,
  bookingId: string,
  reader: BookingReader,
): Promise<GuestBooking | null> {
  const [booking] = await tx<GuestBooking[]>`
    select b.event_id, b.buyer_id as guest_id, b.hold_id, c.email, e.max_seats_per_buyer as max_seats
    from bookings b join booking_contacts c on ${isGuests(tx)} join events e on e.id = b.event_id
    where b.id = ${bookingId} and (${readsEveryBooking(reader)} or ${isOwn(tx, reader)})
    for update of b`;
  return booking ?? null;
}

/** Locks all bookings that the guest made of the same hold, and returns their ids. */
async function lockAttempts(tx: Transaction, { holdId, guestId }: GuestBooking): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from bookings where hold_id = ${holdId} and buyer_id = ${guestId} order by id for update`;
  return rows.map(({ id }) => id);
}

/** Counts the seats of these bookings for the account instead of the guest; false, and nothing done, above the limit. */
async function moveSeats(
  tx: Transaction,
  { eventId, guestId, maxSeats }: GuestBooking,
  bookingIds: string[],
  accountId: string,
): Promise<boolean> {
  const [{ count }] = await tx<[{ count: number }]>`
    select count(*)::integer as count from seat_claims where booking_id = any(${bookingIds})`;
  if (count === 0) return true;
  const added = await tx`
    insert into buyer_seats as s (event_id, buyer_id, seats)
    select ${eventId}, ${accountId}, ${count} where ${count} <= ${maxSeats}::integer
    on conflict (event_id, buyer_id) do update set seats = s.seats + excluded.seats
      where s.seats + excluded.seats <= ${maxSeats}`;
  if (added.count === 0) return false;
  await tx`
    update buyer_seats set seats = seats - ${count} where event_id = ${eventId} and buyer_id = ${guestId}`;
  return true;
}

/**
 * Erases whom a guest's booking is for, and that of the earlier attempts to pay for the same seats, for that guest or an
 * admin. The booking stays, and its tickets stay valid; nobody but staff can read it any more. False if there is no such
 * booking, or it is an account's.
 */
export async function eraseGuest(
  { sql }: { sql: Sql },
  bookingId: string,
  reader: BookingReader,
): Promise<boolean> {
  return await transaction(sql, async (tx) => {
    const booking = await lockGuestBooking(tx, bookingId, reader);
    if (!booking) return false;
    await redactGuestBookings(tx, await lockAttempts(tx, booking));
    await writeAudit(tx, {
      actor: { id: reader.id, address: reader.address },
      action: "booking.changed",
      subject: { type: "booking", id: bookingId },
      detail: { before: { contact: true }, after: { contact: null } },
    });
    return true;
  });
}

/**
 * Erases whom these guests' bookings are for, in the transaction of an erasure: contact, messages, reasons for refunds
 * and links. The bookings stay.
 */
export async function redactGuestBookings(tx: Transaction, bookingIds: string[]): Promise<void> {
  const guests = await tx<{ buyerId: string }[]>`
    select distinct b.buyer_id from bookings b join booking_contacts c on c.booking_id = b.id
    where b.id = any(${bookingIds})`;
  await redactBookingMessages(tx, bookingIds);
  await redactRefundsOf(tx, bookingIds);
  await detach(tx, bookingIds);
  for (const { buyerId } of guests) await forgetUnused(tx, buyerId);
}

/** Removes the contact, and voids every way in but an account. */
async function detach(tx: Transaction, bookingIds: string[]): Promise<void> {
  await tx`
    update bookings set visitor_id = null, key_version = key_version + 1 where id = any(${bookingIds})`;
  await tx`delete from booking_contacts where booking_id = any(${bookingIds})`;
}

/** Forgets the address of a guest who has no booking any more that is theirs. */
async function forgetUnused(tx: Transaction, guestId: string): Promise<void> {
  await tx`
    update buyers set email_key = null where id = ${guestId} and not exists (
      select from bookings b join booking_contacts c on c.booking_id = b.id where b.buyer_id = ${guestId})`;
}
