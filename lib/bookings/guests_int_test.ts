/** Guests book with an email address alone: whose bookings count together, and who may read them. */
import assert from "node:assert/strict";
import { insertMessages } from "@/lib/notifications/write.ts";
import type { User } from "@/lib/auth/caller.ts";
import { nameColumns } from "@/lib/auth/search_name.ts";
import { type BookingReader, renewContactColumns } from "./buyers.ts";
import { transaction } from "@/lib/db/pool.ts";
import { cancelBooking } from "./cancel.ts";
import { joinAccount, redactGuestBookings } from "./guests.ts";
import { listEventBookings, readBooking } from "./queries.ts";
import { type Sale, withSale } from "./testing.ts";

const nobody: BookingReader = { id: null, user: null, address: null };

/** Books as a guest and returns the booking's id and browser. */
async function booked(sale: Sale, ...[guest, ...seats]: Parameters<Sale["placeAsGuest"]>) {
  const { result, visitorId } = await sale.placeAsGuest(guest, ...seats);
  assert.ok(result.ok, JSON.stringify(result));
  return { bookingId: result.bookingId, visitorId };
}

async function confirm(sale: Sale, bookingId: string): Promise<void> {
  await sale.recordPayment(bookingId, "approved");
  await sale.settle(bookingId);
}

Deno.test("guests with the same address, however written, are one buyer within the limit, across browsers", () =>
  withSale(async (sale) => {
    await booked(sale, { email: "ada@example.org" }, 0, 1);
    const { result, visitorId, holdId } = await sale.placeAsGuest({ email: "ADA@Example.org" }, 2, 3);
    assert.deepEqual(result, { ok: false, code: "limit-exceeded", limit: 3 });
    await booked(sale, { email: "bob@example.org", visitorId, holdId });
    await booked(sale, { email: "Ada@example.org" }, 4);
    const rows = await sale.sql`
      select email_key, seats from buyer_seats s join buyers b on b.id = s.buyer_id order by email_key`;
    assert.deepEqual(rows.map(({ emailKey, seats }) => [emailKey, seats]), [
      ["ada@example.org", 3],
      ["bob@example.org", 2],
    ]);
  }, { maxSeatsPerBuyer: 3 }));

Deno.test("the first bookings of an address at the same time are one buyer's", () =>
  withSale(async (sale) => {
    const results = await Promise.all([0, 1, 2, 3].map((seat) => sale.placeAsGuest({}, seat)));
    assert.equal(results.filter(({ result }) => result.ok).length, 2);
    assert.deepEqual([...await sale.sql`select seats from buyer_seats`], [{ seats: 2 }]);
  }, { maxSeatsPerBuyer: 2 }));

Deno.test("an account and a guest with its address count apart", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const [{ email }] = await sale.sql<[{ email: string }]>`select email from users where id = ${userId}`;
    assert.ok((await sale.place(userId, await sale.hold(userId, 0, 1))).ok);
    await booked(sale, { email }, 2, 3);
  }, { maxSeatsPerBuyer: 2 }));

Deno.test("a guest's key belongs to the browser, and its request includes whom the booking is for", () =>
  withSale(async (sale) => {
    const first = await sale.placeAsGuest({ key: "one" }, 0);
    assert.ok(first.result.ok);
    const { holdId, visitorId, result: { bookingId } } = first;
    const again = await sale.placeAsGuest({ key: "one", holdId, visitorId });
    assert.deepEqual(again.result, { ok: true, placed: false, bookingId });
    for (const other of [{ email: "bob@example.org" }, { name: "Ada" }]) {
      const { result } = await sale.placeAsGuest({ key: "one", holdId, visitorId, ...other });
      assert.deepEqual(result, { ok: false, code: "idempotency-key-reused" });
    }
    const elsewhere = await sale.placeAsGuest({ key: "one" }, 1);
    assert.ok(elsewhere.result.ok && elsewhere.result.placed);
  }));

Deno.test("a guest's booking is read and cancelled by its browser and by opened links, and by nobody else", () =>
  withSale(async (sale) => {
    const { bookingId, visitorId } = await booked(sale, {}, 0);
    await confirm(sale, bookingId);
    const other = await booked(sale, {}, 1);
    const mayRead = async (reader: Partial<BookingReader>) =>
      await readBooking(sale.services, { ...nobody, ...reader }, bookingId) !== null;
    const stranger = await sale.buyer();
    const user = { id: stranger, role: "visitor" } as User;
    assert.equal(await mayRead({ visitorId }), true);
    assert.equal(await mayRead({ opened: [{ id: bookingId, keyVersion: 1 }] }), true);
    assert.equal(
      await mayRead({ id: stranger, user, visitorId }),
      true,
      "signed in since, in the same browser",
    );
    assert.equal(await mayRead({}), false);
    assert.equal(await mayRead({ visitorId: other.visitorId }), false);
    assert.equal(await mayRead({ id: stranger, user }), false);
    assert.equal(await mayRead({ opened: [{ id: bookingId, keyVersion: 2 }] }), false);
    assert.equal(await mayRead({ opened: [{ id: other.bookingId, keyVersion: 1 }] }), false);
    const cancel = (reader: Partial<BookingReader>) =>
      cancelBooking(sale.services, bookingId, { ...nobody, ...reader });
    assert.deepEqual(await cancel({ visitorId: other.visitorId }), { ok: false, code: "not-found" });
    assert.deepEqual(await cancel({ opened: [{ id: bookingId, keyVersion: 1 }] }), { ok: true });
    const entries = await sale.sql`select actor_id from audit_log where action = 'booking.cancelled'`;
    assert.deepEqual([...entries], [{ actorId: null }]);
  }, { cancellationAllowed: true }));

/** An account that owns a guest's address, as a reader who has opened the booking. */
async function ownerOf(sale: Sale, email: string, bookingId: string) {
  const id = await sale.buyer();
  await sale.sql`
    update users set email = ${email}, email_key = ${email}, email_confirmed_at = now() where id = ${id}`;
  return { ...nobody, id, opened: [{ id: bookingId, keyVersion: 1 }] };
}

Deno.test("joining moves a booking with its attempts, messages and seats to the account, which alone reads it", () =>
  withSale(async (sale) => {
    const first = await sale.placeAsGuest({}, 0, 1);
    assert.ok(first.result.ok);
    const { visitorId, holdId, result: { bookingId: declined } } = first;
    await sale.recordPayment(declined, "declined");
    await sale.settle(declined);
    const { bookingId } = await booked(sale, { visitorId, holdId });
    await confirm(sale, bookingId);
    await sale.assertConsistent();
    const other = await booked(sale, {}, 2);
    const reader = await ownerOf(sale, "ada@example.org", bookingId);
    assert.deepEqual(await joinAccount(sale.services, bookingId, reader), { ok: true });
    assert.deepEqual(await joinAccount(sale.services, bookingId, reader), { ok: false, code: "not-found" });
    for (const table of ["bookings", "messages"]) {
      const rows = await sale.sql`select from ${sale.sql(table)} where buyer_id = ${reader.id}`;
      assert.equal(rows.count, 2, table);
    }
    const counts = await sale.sql`select buyer_id, seats from buyer_seats order by seats`;
    assert.deepEqual(counts.map(({ seats }) => seats), [1, 2]);
    assert.equal(counts[1].buyerId, reader.id);
    const read = (reader: Partial<BookingReader>) =>
      readBooking(sale.services, { ...nobody, ...reader }, bookingId);
    assert.ok(await read({ id: reader.id }));
    assert.equal(await read({ visitorId }), null);
    assert.equal(await read({ opened: reader.opened }), null);
    assert.ok(await readBooking(sale.services, { ...nobody, visitorId: other.visitorId }, other.bookingId));
  }));

Deno.test("a booking does not join an account that would have too many seats, and stays the guest's", () =>
  withSale(async (sale) => {
    const { bookingId, visitorId } = await booked(sale, {}, 0, 1);
    const reader = await ownerOf(sale, "ada@example.org", bookingId);
    assert.ok((await sale.place(reader.id, await sale.hold(reader.id, 2))).ok);
    const refused = { ok: false, code: "limit-exceeded", limit: 2 };
    assert.deepEqual(await joinAccount(sale.services, bookingId, reader), refused);
    assert.ok(await readBooking(sale.services, { ...nobody, visitorId }, bookingId));
  }, { maxSeatsPerBuyer: 2 }));

Deno.test("erasing a guest's booking leaves no name, address, words or way in, and the address once it is unused", () =>
  withSale(async (sale) => {
    const [one, two] = [await booked(sale, { name: "Ada" }, 0), await booked(sale, { name: "Ada" }, 1)];
    for (const { bookingId } of [one, two]) await confirm(sale, bookingId);
    await sale.assertConsistent();
    const erase = ({ bookingId }: { bookingId: string }) =>
      transaction(sale.sql, (tx) => redactGuestBookings(tx, [bookingId]));
    await erase(one);
    assert.equal((await sale.sql`select from buyers where email_key is not null`).count, 1);
    assert.equal(
      await readBooking(sale.services, { ...nobody, visitorId: one.visitorId }, one.bookingId),
      null,
    );
    await erase(two);
    const dump = await sale.sql<{ row: string }[]>`
      select b::text as row from bookings b union all select c::text from booking_contacts c
      union all select m::text from messages m union all select u::text from buyers u`;
    assert.ok(dump.length >= 5);
    assert.deepEqual(dump.filter(({ row }) => /Ada|example\.org/.test(row)), []);

    // One that was composed before the erasure, in another process.
    const { bookingId } = two;
    const [{ buyerId }] = await sale.sql<
      [{ buyerId: string }]
    >`select buyer_id from bookings where id = ${bookingId}`;
    const late = {
      kind: "partial-refund" as const,
      buyerId,
      bookingId,
      fact: "late",
      recipient: null,
      locale: "en",
    };
    const words = { subject: "A refund", text: "Hello Ada", body: [] };
    await transaction(sale.sql, (tx) => insertMessages(tx, [{ ...late, ...words }]));
    const rows = await sale.sql`
      select subject, text, body, withdrawn_at is not null as is_withdrawn from messages where fact = 'late'`;
    assert.deepEqual([...rows], [{ subject: "", text: "", body: null, isWithdrawn: true }]);
  }));

Deno.test("organizers find a guest by name and address, among buyers with accounts", () =>
  withSale(async (sale) => {
    const organizer = await sale.buyer();
    await booked(sale, { name: "Zoë Müller", email: "zoe@example.org" }, 0);
    await booked(sale, { email: "nameless@example.org" }, 1);
    const account = await sale.placed(2);
    const find = async (q?: string) => {
      const reader = { id: organizer, address: null };
      const { items } = await listEventBookings(sale.sql, reader, sale.event.eventId, { q, limit: 10 });
      return items.map(({ buyer }) => buyer);
    };
    const zoe = { name: "Zoë Müller", email: "zoe@example.org", account: null };
    const nameless = { name: null, email: "nameless@example.org", account: null };
    assert.deepEqual(await find("mull"), [zoe]);
    assert.deepEqual(await find("nameless@"), [nameless]);
    const email = `${account.userId}@example.org`;
    assert.deepEqual(await find(), [{ name: "Ada", email, account: account.userId }, nameless, zoe]);
  }));

Deno.test("a late payment of a guest is rescued, and counts again", () =>
  withSale(async (sale) => {
    const { bookingId } = await booked(sale, {}, 0);
    await sale.recordPayment(bookingId, "started");
    await sale.passDeadline(bookingId);
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, not final, payment-timeout");
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "confirmed, final");
  }));

Deno.test("names of guests written by an older version are rewritten for the current search", () =>
  withSale(async (sale) => {
    await booked(sale, { name: "Sinéad O'Connor" }, 0);
    assert.equal(await renewContactColumns(sale.sql), false);
    await sale.sql`update booking_contacts set search_name = '', search_version = 0`;
    assert.equal(await renewContactColumns(sale.sql), true);
    const [{ searchName }] = await sale.sql`select search_name from booking_contacts`;
    assert.equal(searchName, nameColumns("Sinéad O'Connor").searchName);
  }));
