import assert from "node:assert/strict";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { attentionOf, readAttention } from "./attention.ts";
import { latestBookings, salesByDay, seatsSoldSince, sumOfSales } from "./sales.ts";
import { type Sale, withSale } from "./testing.ts";

/** Sells these seats in a booking created at `at`; returns the booking's id. */
async function soldAt(sale: Sale, at: string, ...seats: number[]): Promise<string> {
  const { bookingId } = await sale.placed(...seats);
  await sale.recordPayment(bookingId, "approved");
  await sale.settle(bookingId);
  await sale.sql`update bookings set created_at = ${at} where id = ${bookingId}`;
  return bookingId;
}

Deno.test("sales are counted by day in the given time zone, within the given scope", () =>
  withSale(async (sale) => {
    const { sql, event: { eventId } } = sale;
    const organizerId = await insertUser(sql, { role: "organizer" });
    await sql`update events set organizer_id = ${organizerId}`;
    // Midnight in Warsaw is 23:00 UTC.
    await soldAt(sale, "2026-12-01T22:59:59Z", 0);
    await soldAt(sale, "2026-12-01T23:00:00Z", 1, 2);
    await soldAt(sale, "2026-12-03T22:59:59Z", 3);
    await soldAt(sale, "2026-12-03T23:00:00Z", 4);
    await sale.placed(5);
    const days = ["2026-12-02", "2026-12-03"];
    const sold = [
      { day: "2026-12-02", bookings: 1, seats: 2, revenue: [{ currency: "EUR", amount: 5000 }] },
      { day: "2026-12-03", bookings: 1, seats: 1, revenue: [{ currency: "EUR", amount: 2500 }] },
    ];
    for (const scope of [{}, { organizerId: null }, { organizerId }, { eventId }]) {
      assert.deepEqual(await salesByDay(sql, scope, days, "Europe/Warsaw"), sold);
    }
    assert.deepEqual(sumOfSales(sold), {
      bookings: 2,
      seats: 3,
      revenue: [{ currency: "EUR", amount: 7500 }],
    });
    const other = await insertUser(sql, { role: "organizer" });
    const none = await salesByDay(sql, { organizerId: other }, days, "Europe/Warsaw");
    assert.deepEqual(none.map(({ seats, revenue }) => [seats, revenue]), [[0, []], [0, []]]);
    assert.deepEqual(
      await seatsSoldSince(sql, [eventId], new Date("2026-12-01T23:00:00Z")),
      new Map([[eventId, 4]]),
    );
  }));

Deno.test("returned seats no longer count as sold, nor their refunds as revenue", () =>
  withSale(async (sale) => {
    const { sql } = sale;
    const bookingId = await soldAt(sale, "2026-12-02T12:00:00Z", 0, 1);
    await sql`update booking_seats set returned_at = now() where booking_id = ${bookingId} and seat_index = 0`;
    await sql`
      insert into refunds (id, booking_id, amount, reason, status, done_at)
      values (gen_random_uuid(), ${bookingId}, 2500, 'organizer', 'done', now())`;
    const [day] = await salesByDay(sql, {}, ["2026-12-02", "2026-12-03"], "UTC");
    assert.deepEqual([day.seats, day.revenue], [1, [{ currency: "EUR", amount: 2500 }]]);
    await sql`delete from refunds`;
    await sql`update booking_seats set returned_at = null`;
  }));

Deno.test("an organizer sees the same latest bookings for their event as an admin", () =>
  withSale(async (sale) => {
    const organizerId = await insertUser(sale.sql, { role: "organizer" });
    await sale.sql`update events set organizer_id = ${organizerId}`;
    for (const seat of [0, 1, 2]) await sale.placed(seat);
    const ids = async (scope: { organizerId: string | null }) =>
      (await latestBookings(sale.sql, scope, 2)).map(({ id }) => id);
    const all = await ids({ organizerId: null });
    assert.equal(all.length, 2);
    assert.deepEqual(await ids({ organizerId }), all);
    assert.deepEqual(await ids({ organizerId: await insertUser(sale.sql) }), []);
  }));

Deno.test("attention is drawn to late refunds, unanswered payments and the door of an organizer's own events", () =>
  withSale(async (sale) => {
    const { sql } = sale;
    const organizerId = await insertUser(sql, { role: "organizer" });
    await sql`update events set organizer_id = ${organizerId}, starts_at = now() + interval '1 hour', doors_at = null`;
    const bookingId = await soldAt(sale, new Date().toISOString(), 0, 1);
    const refundId = crypto.randomUUID();
    await sql`
      insert into refunds (id, booking_id, amount, reason, status, next_attempt_at, created_at)
      values (${refundId}, ${bookingId}, 100, 'organizer', 'pending', now(), now() - interval '2 hours')`;
    for (const seat of [2, 3, 4]) {
      const { bookingId } = await sale.placed(seat);
      await sale.recordPayment(bookingId, "closed");
      await sale.passDeadline(bookingId);
      await sale.settle(bookingId);
    }
    const now = Date.now();
    const texts = async (scope: { organizerId: string | null }) =>
      attentionOf(await readAttention(sql, scope, now), now, wordsIn("en", "en-GB").admin.attention, "en-GB")
        .map(({ text }) => text);
    const found = await texts({ organizerId });
    assert.equal(found.length, 3);
    assert.match(found[0], /3 of 4 payments got no response/);
    assert.match(found[1], /a refund of €1\.00 has been waiting for 2 hours/);
    assert.match(found[2], /starts at .*: 0 of 2 tickets checked in/);
    assert.deepEqual(await texts({ organizerId: null }), found);
    assert.deepEqual(await texts({ organizerId: await insertUser(sql) }), []);
    await sql`delete from refunds where id = ${refundId}`;
  }));
