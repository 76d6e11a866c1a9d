import assert from "node:assert/strict";
import { resolveStuckClaim } from "./board_sync.ts";
import { withSale } from "./testing.ts";

Deno.test("a hold becomes a pending booking of its seats at the hold's prices", () =>
  withSale(async (sale) => {
    await sale.sql`update zones set price = 9900`;
    const { bookingId, holdId } = await sale.placed(2, 3);
    const booking = await sale.view(bookingId);
    assert.equal(booking.status, "pending");
    assert.equal(booking.holdId, holdId);
    assert.equal(booking.total, 5000);
    assert.deepEqual(booking.seats.map(({ id, price }) => [id, price]), [["A-3", 2500], ["A-4", 2500]]);
    const outbox = await sale.sql`select topic, key from outbox`;
    assert.deepEqual([...outbox], [{ topic: "booking.attempted", key: bookingId }]);
  }));

Deno.test("the booking returned by placing equals the one read afterwards", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const result = await sale.place(userId, await sale.hold(userId, 2, 3));
    assert.ok(result.ok && result.placed);
    assert.deepEqual(result.booking, await sale.view(result.bookingId));
  }));

Deno.test("a new booking wakes the event log, but a repeated request does not", () =>
  withSale(async (sale) => {
    let kicks = 0;
    sale.services.eventLog.onKick(() => kicks++);
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0);
    for (let n = 0; n < 2; n++) assert.ok((await sale.place(userId, holdId, { key: "one" })).ok);
    assert.equal(kicks, 1);
  }));

Deno.test("the same key and request return the same booking, however often, even after it has ended", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0);
    const attempt = () => sale.place(userId, holdId, { key: "one" });
    const together = await Promise.all([attempt(), attempt(), attempt()]);
    assert.ok(together.every((result) => result.ok));
    assert.equal(together.filter((result) => result.ok && result.placed).length, 1);
    const ids = new Set(together.map((result) => result.ok && result.bookingId));
    assert.equal(ids.size, 1);
    const [bookingId] = ids;
    assert.ok(bookingId);

    await sale.recordPayment(bookingId, "declined");
    await sale.settle(bookingId);
    assert.deepEqual(await attempt(), { ok: true, placed: false, bookingId });
    assert.equal((await sale.services.board.get(holdId, [`u:${userId}`]))?.status, "active");
  }));

Deno.test("a key that was used for another request is refused, and the hold is reactivated", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const first = await sale.hold(userId, 0);
    const second = await sale.hold(userId, 1);
    assert.ok((await sale.place(userId, first, { key: "one" })).ok);
    const reused = { ok: false, code: "idempotency-key-reused" };
    assert.deepEqual(await sale.place(userId, second, { key: "one" }), reused);
    assert.deepEqual(await sale.place(userId, first, { key: "one", token: "tok_decline" }), reused);
    assert.equal((await sale.services.board.get(second, [`u:${userId}`]))?.status, "active");
    assert.ok((await sale.place(userId, second, { key: "two" })).ok);
  }));

Deno.test("the keys of different buyers are independent", () =>
  withSale(async (sale) => {
    for (const seat of [0, 1]) {
      const userId = await sale.buyer();
      const result = await sale.place(userId, await sale.hold(userId, seat), { key: "one" });
      assert.ok(result.ok && result.placed);
    }
  }));

Deno.test("a hold that is being paid for under one key can't be booked under another", () =>
  withSale(async (sale) => {
    const { userId, holdId } = await sale.placed(0);
    assert.deepEqual(await sale.place(userId, holdId), { ok: false, code: "hold-claimed" });
  }));

Deno.test("an unknown or expired hold, or another buyer's, is refused the same way", () =>
  withSale(async (sale) => {
    const [ada, bob] = [await sale.buyer(), await sale.buyer()];
    const holdId = await sale.hold(ada, 0);
    const expired = { ok: false, code: "hold-expired" };
    assert.deepEqual(await sale.place(ada, "no hold"), expired);
    assert.deepEqual(await sale.place(bob, holdId), expired);
    sale.clock.now += 11 * 60_000;
    assert.deepEqual(await sale.place(ada, holdId), expired);
  }));

Deno.test("a hold made on another chart version is refused", () =>
  withSale(async (sale) => {
    const { eventId, chartId } = sale.event;
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0);
    await sale.sql`
      insert into charts (id, version, venue_id, name, seat_count, body)
      select id, 2, venue_id, name, seat_count, body from charts where id = ${chartId}`;
    await sale.sql`update events set chart_version = 2 where id = ${eventId}`;
    assert.deepEqual(await sale.place(userId, holdId), { ok: false, code: "hold-expired" });
  }));

Deno.test("the limit counts a buyer's seats in all pending and confirmed bookings of the event", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const first = await sale.place(userId, await sale.hold(userId, 0, 1));
    assert.ok(first.ok);
    const tooMany = await sale.hold(userId, 2, 3);
    assert.deepEqual(await sale.place(userId, tooMany), { ok: false, code: "limit-exceeded", limit: 3 });
    assert.equal((await sale.services.board.get(tooMany, [`u:${userId}`]))?.status, "active");

    await sale.recordPayment(first.bookingId, "closed");
    await sale.settle(first.bookingId);
    assert.ok((await sale.place(userId, tooMany)).ok);
  }, { maxSeatsPerBuyer: 3 }));

Deno.test("concurrent bookings by one buyer stay within the limit", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const holds = await Promise.all([0, 1, 2, 3, 4].map((seat) => sale.hold(userId, seat)));
    const results = await Promise.all(holds.map((holdId) => sale.place(userId, holdId)));
    assert.equal(results.filter(({ ok }) => ok).length, 3);
    assert.ok(results.every((result) => result.ok || result.code === "limit-exceeded"));
  }, { maxSeatsPerBuyer: 3 }));

Deno.test("an event that is not on sale can't be booked, and the hold stays", async (t) => {
  const changes = {
    "cancelled": "status = 'cancelled'",
    "not on sale yet": "sales_open_at = now() + interval '1 hour'",
    "no longer on sale": "sales_close_at = now() - interval '1 second'",
    "over": "starts_at = now() - interval '3 hours', ends_at = now() - interval '1 second'",
  };
  for (const [name, change] of Object.entries(changes)) {
    await t.step(name, () =>
      withSale(async (sale) => {
        const userId = await sale.buyer();
        const holdId = await sale.hold(userId, 0);
        await sale.sql.unsafe(`update events set ${change}`);
        assert.deepEqual(await sale.place(userId, holdId), { ok: false, code: "not-on-sale" });
        assert.equal((await sale.services.board.get(holdId, [`u:${userId}`]))?.status, "active");
      }));
  }
});

Deno.test("a seat that is taken in Postgres is refused, and the board is synced", () =>
  withSale(async (sale) => {
    const taken = await sale.placed(0);
    await sale.recordPayment(taken.bookingId, "approved");
    await sale.settle(taken.bookingId);
    // The board forgets the booking and wrongly offers its seat again.
    const { board } = sale.services;
    await board.sync({
      eventId: sale.event.eventId,
      seats: [{ index: 0, claim: "none" }],
      ended: [],
    });
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0, 1);
    assert.deepEqual(await sale.place(userId, holdId), { ok: false, code: "seats-unavailable" });
    assert.equal((await sale.seats())[0], "b");
    assert.deepEqual(await sale.place(userId, holdId), { ok: false, code: "seats-unavailable" });
  }));

Deno.test("a voided attempt is never committed: the hold is booked in a new attempt", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0);
    await sale.sql`insert into placements (hold_id, attempt, booking_id) values (${holdId}, 1, null)`;
    assert.ok((await sale.place(userId, holdId)).ok);
    const bookings = await sale.sql`select attempt from bookings where hold_id = ${holdId}`;
    assert.deepEqual([...bookings], [{ attempt: 2 }]);
  }));

Deno.test("if Postgres does not respond, the claim stays, and a retry with the same key succeeds", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0);
    const { services } = sale;
    const lost = Object.assign(new Error("the connection ended"), { code: "CONNECTION_CLOSED" });
    const broken = Object.assign(Object.create(sale), {
      services: { ...services, sql: Object.assign(() => Promise.reject(lost), services.sql) },
    }) as typeof sale;
    await services.catalog.event(sale.event.eventId);
    await assert.rejects(broken.place(userId, holdId, { key: "one" }), lost);
    assert.equal((await services.board.get(holdId, [`u:${userId}`]))?.status, "claimed");
    assert.ok((await sale.place(userId, holdId, { key: "one" })).ok);
  }));

Deno.test("a claim whose placement never committed is voided and the hold reactivated", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0);
    const { board } = sale.services;
    const request = {
      holdId,
      owners: [`u:${userId}`],
      idempotencyHash: "hash",
      bookingId: crypto.randomUUID(),
    };
    assert.ok((await board.claim(request)).ok);
    sale.clock.now += 16_000;
    const [claim] = await board.stuckClaims([sale.event.eventId], 15_000);
    await resolveStuckClaim(sale.services, claim);
    assert.equal((await board.get(holdId, request.owners))?.status, "active");
    const voids = await sale.sql`select booking_id from placements where hold_id = ${holdId} and attempt = 1`;
    assert.deepEqual([...voids], [{ bookingId: null }]);
    assert.ok((await sale.place(userId, holdId)).ok);
  }));

Deno.test("a claim whose booking is being paid for is left alone, and one whose booking has ended is released", () =>
  withSale(async (sale) => {
    const { bookingId, holdId, userId } = await sale.placed(0);
    const { board } = sale.services;
    const claim = { holdId, attempt: 1 };
    await resolveStuckClaim(sale.services, claim);
    assert.equal((await board.get(holdId, [`u:${userId}`]))?.status, "claimed");

    await sale.sql`update bookings set status = 'failed', final = true, failure_reason = 'payment-timeout'`;
    await sale.sql`delete from seat_claims`;
    await sale.sql`update buyer_seats set seats = 0`;
    await resolveStuckClaim(sale.services, claim);
    assert.equal(await board.get(holdId, [`u:${userId}`]), null);
    assert.equal((await sale.seats())[0], "a");
    assert.equal(await sale.state(bookingId), "failed, final, payment-timeout");
  }));

Deno.test("a hold whose booking has ended without the board knowing can be booked again", () =>
  withSale(async (sale) => {
    const { userId, holdId, bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "declined");
    await sale.decide(bookingId);
    const hold = await sale.services.board.get(holdId, [`u:${userId}`]);
    assert.equal(hold?.status, "claimed");
    const again = await sale.place(userId, holdId);
    assert.ok(again.ok && again.placed);
  }));
