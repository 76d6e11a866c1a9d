import assert from "node:assert/strict";
import { cancelBooking } from "./cancel.ts";
import { listPast, listUpcoming } from "./own_bookings.ts";
import { refundBooking } from "./refund.ts";
import { type Sale, withSale } from "./testing.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { attemptText, findAttempts } from "./attempts.ts";

/** A declined booking, and an approved second attempt with the same hold. */
async function secondAttempt(sale: Sale) {
  const first = await sale.placed(0);
  await sale.recordPayment(first.bookingId, "declined");
  await sale.settle(first.bookingId);
  const second = await sale.place(first.userId, first.holdId);
  assert.ok(second.ok);
  await sale.recordPayment(second.bookingId, "approved");
  await sale.settle(second.bookingId);
  return { ...first, first: first.bookingId, second: second.bookingId };
}

Deno.test("earlier attempts for the same seats are listed with the latest", () =>
  withSale(async (sale) => {
    const { userId, first, second } = await secondAttempt(sale);
    const { services } = sale;
    const upcoming = await listUpcoming(services, userId, sale.clock.now);
    const { createdAt } = await sale.view(first);
    const earlierAttempts = [{ at: createdAt, reason: "payment-declined" }];
    assert.deepEqual(upcoming.map((booking) => [booking.id, booking.earlierAttempts]), [[
      second,
      earlierAttempts,
    ]]);
    assert.deepEqual((await listPast(services, userId, { now: sale.clock.now, limit: 10 })).items, []);
    for (const id of [first, second]) {
      const history = await findAttempts(sale.sql, id);
      assert.deepEqual([history?.latestId, history?.earlierAttempts], [second, earlierAttempts]);
    }
    assert.equal(await findAttempts(sale.sql, crypto.randomUUID()), null);
  }));

Deno.test("a failed attempt without a later one stays in the list", () =>
  withSale(async (sale) => {
    const { userId, bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "declined");
    await sale.settle(bookingId);
    const { items } = await listPast(sale.services, userId, { now: sale.clock.now, limit: 10 });
    assert.deepEqual(items.map(({ id, earlierAttempts }) => [id, earlierAttempts]), [[bookingId, []]]);
  }));

Deno.test("an attempt is described by its position, its outcome and the time at the venue", () => {
  const words = wordsIn("en").bookings;
  const declined = { at: "2026-11-29T18:02:00.000Z", reason: "payment-declined" } as const;
  assert.equal(attemptText(words, declined, 0, "en-GB", "Europe/Berlin"), "First attempt declined at 19:02");
  assert.equal(
    attemptText(words, { ...declined, reason: "payment-timeout" }, 5, "en-GB", "Europe/Berlin"),
    "6th attempt failed at 19:02",
  );
});

Deno.test("a cancellation is refused if the refund is no longer what the buyer was shown", () =>
  withSale(async (sale) => {
    const { userId, bookingId } = await sale.placed(0, 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const admin = {
      id: await insertUser(sale.sql, { role: "admin" }),
      role: "admin",
      address: null,
    } as const;
    assert.ok((await refundBooking(sale.services, admin, bookingId, { amount: 1000 })).ok);
    const refused = { ok: false, code: "refund-changed", refund: 4000 };
    assert.deepEqual(
      await cancelBooking(sale.services, bookingId, { id: userId, address: null }, 5000),
      refused,
    );
    assert.equal((await sale.view(bookingId)).status, "confirmed");
    assert.deepEqual(await cancelBooking(sale.services, bookingId, { id: userId, address: null }, 4000), {
      ok: true,
    });
    assert.equal((await sale.view(bookingId)).refund.amount, 5000);
  }, { cancellationAllowed: true }));
