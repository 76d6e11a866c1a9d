import assert from "node:assert/strict";
import { v7 as uuidv7 } from "uuid";
import fc from "fast-check";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { placeBooking } from "@/lib/bookings/place.ts";
import { fail } from "@/lib/bookings/transitions.ts";
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { ticketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { type Buyer, type ParsedResponse, type Shop, withShop } from "./holds_testing.ts";

const MINUTE_MS = 60_000;

function assertProblem({ status, body }: ParsedResponse, expected: { status: number; code: string }): void {
  assert.equal(status, expected.status, JSON.stringify(body));
  assert.equal(body.code, expected.code);
}

function seatIds({ body }: ParsedResponse): string[] {
  return (body as HoldView).seats.map((seat) => seat.id);
}

/** Books an account's hold; the payment is pending. */
async function book(shop: Shop, buyer: Buyer, holdId: string): Promise<string> {
  const userId = buyer.user!.id;
  const tickets = ticketSigner(testSecrets.ticketKey);
  const placed = await placeBooking({ ...shop.services, tickets, eventLog: { kick: () => {} } }, {
    purchaser: { accountId: userId },
    owners: [`u:${userId}`],
    holdId,
    paymentToken: "tok_approve",
    locale: "en",
    idempotencyKey: uuidv7(),
  });
  assert(placed.ok, JSON.stringify(placed));
  return placed.bookingId;
}

/** Ends a pending booking in the database only: the board does not know yet. */
async function failBooking(sql: Sql, id: string, reason: "payment-declined" | "seats-lost"): Promise<void> {
  await transaction(sql, (tx) => fail(tx, [{ id, reason, final: true }]));
}

Deno.test("changing a hold adds new seats, frees those left out and keeps its expiry", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const hold = await guest.held(0, 1);
    shop.clock.now += MINUTE_MS;
    const changed = await guest.change(hold.id, shop.ids(1, 2));
    assert.equal(changed.status, 200);
    assert.deepEqual(seatIds(changed), shop.ids(1, 2));
    assert.equal(changed.body.expiresAt, hold.expiresAt);
    assert.equal((await shop.statuses()).slice(0, 4), "ahha");
  }));

Deno.test("seats keep the price at which they were held, and new ones get the current price", () =>
  withShop(async (shop, sql) => {
    const guest = shop.guest();
    const hold = await guest.held(0);
    await sql`update zones set price = 4000 where event_id = ${shop.eventId}`;
    shop.services.catalog.forget(shop.eventId);
    const { body } = await guest.change(hold.id, shop.ids(0, 1));
    assert.deepEqual((body as HoldView).seats.map((seat) => seat.price), [2500, 4000]);
    assert.equal(body.total, 6500);
  }));

Deno.test("a change that can't be made in full changes nothing", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    await shop.guest().held(5);
    const hold = await guest.held(0, 1);
    const rows: [seats: string[], refusal: { status: number; code: string }, members: object][] = [
      [shop.ids(0, 4, 5), { status: 409, code: "seats-unavailable" }, { unavailable: shop.ids(5) }],
      [shop.ids(0, 1, 2, 3, 4, 6, 7), { status: 409, code: "limit-exceeded" }, { limit: 6 }],
      [[], { status: 422, code: "validation" }, {}],
      [["Z-1"], { status: 422, code: "validation" }, {}],
      [shop.ids(2, 2), { status: 422, code: "validation" }, {}],
    ];
    for (const [seats, refusal, members] of rows) {
      const response = await guest.change(hold.id, seats);
      assertProblem(response, refusal);
      assert.deepEqual({ ...response.body, ...members }, response.body);
      assert.deepEqual((await guest.get(hold.id)).body, hold);
    }
    assertProblem(await shop.guest().change(hold.id, shop.ids(2)), { status: 404, code: "not-found" });
    assert.equal((await shop.statuses()).slice(0, 8), "hhaaahaa");
  }));

Deno.test("a hold can't be changed once its event is no longer on sale", () =>
  withShop(async (shop, sql) => {
    const guest = shop.guest();
    const hold = await guest.held(0);
    await sql`update events set status = 'cancelled' where id = ${shop.eventId}`;
    shop.services.catalog.forget(shop.eventId);
    assertProblem(await guest.change(hold.id, shop.ids(1)), { status: 409, code: "not-on-sale" });
    assertProblem(await shop.guest().change(hold.id, shop.ids(1)), { status: 404, code: "not-found" });
  }));

Deno.test("while another buyer holds some seats, a change is made in full or not at all", () =>
  withShop(async (shop) => {
    const taken = [3, 11, 24];
    await shop.guest().held(...taken);
    const guest = shop.guest();
    const hold = await guest.held(0);
    let mine = [0];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 10 }), async (wanted) => {
        const response = await guest.change(hold.id, shop.ids(...wanted));
        const clashes = wanted.filter((seat) => taken.includes(seat)).sort((a, b) => a - b);
        if (clashes.length > 0) {
          assertProblem(response, { status: 409, code: "seats-unavailable" });
          assert.deepEqual(response.body.unavailable, shop.ids(...clashes));
        } else {
          assert.equal(response.status, 200);
          mine = wanted;
        }
        assert.deepEqual(seatIds(await guest.get(hold.id)), shop.ids(...mine));
        const statuses = await shop.statuses();
        const held = [...statuses].flatMap((status, seat) => status === "h" ? [seat] : []);
        assert.deepEqual(new Set(held), new Set([...taken, ...mine]));
      }),
      { numRuns: 100 },
    );
  }, { maxSeatsPerBuyer: 10 }));

Deno.test("a hold can be extended up to its maximum and no further", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const hold = await guest.held(0);
    const start = shop.clock.now;
    shop.clock.now = start + 9 * MINUTE_MS;
    const extended = await guest.extend(hold.id);
    assert.equal(extended.status, 200);
    assert.equal(extended.body.expiresAt, new Date(start + 19 * MINUTE_MS).toISOString());
    shop.clock.now = start + 15 * MINUTE_MS;
    assert.equal((await guest.extend(hold.id)).body.expiresAt, hold.maxExpiresAt);
    assertProblem(await guest.extend(hold.id), { status: 409, code: "extension-cap" });
    assertProblem(await shop.guest().extend(hold.id), { status: 404, code: "not-found" });
  }));

Deno.test("an expired hold is gone and its seats can be taken", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const hold = await guest.held(0);
    shop.clock.now += 10 * MINUTE_MS;
    for (const response of [await guest.get(hold.id), await guest.change(hold.id, shop.ids(1))]) {
      assertProblem(response, { status: 404, code: "not-found" });
    }
    assertProblem(await guest.extend(hold.id), { status: 404, code: "not-found" });
    assert.deepEqual((await guest.list()).body.items, []);
    await shop.guest().held(0);
  }));

Deno.test("releasing frees only the buyer's own seats", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const hold = await guest.held(0);
    const other = shop.guest();
    await other.held(1);
    for (const id of [hold.id, "unknown"]) assert.equal((await other.release(id)).status, 204);
    assert.equal((await shop.statuses()).slice(0, 2), "hh");
    assert.equal((await guest.release(hold.id)).status, 204);
    assert.equal((await guest.release(hold.id)).status, 204);
    assert.equal((await shop.statuses()).slice(0, 2), "ah");
  }));

Deno.test("while its booking is being paid for, a hold is claimed and can't be changed", () =>
  withShop(async (shop) => {
    const buyer = await shop.account();
    const hold = await buyer.held(0, 1);
    const bookingId = await book(shop, buyer, hold.id);
    assert.deepEqual((await buyer.get(hold.id)).body, { ...hold, status: "claimed", bookingId });
    assert.deepEqual((await buyer.list()).body.items, [{ ...hold, status: "claimed", bookingId }]);
    const responses = [
      await buyer.change(hold.id, shop.ids(0)),
      await buyer.extend(hold.id),
      await buyer.release(hold.id),
    ];
    for (const response of responses) {
      assertProblem(response, { status: 409, code: "hold-claimed" });
      assert.equal(response.body.bookingId, bookingId);
    }
  }));

Deno.test("right after a declined payment, the hold is active again", async () => {
  const uses: [what: string, use: (buyer: Buyer, hold: HoldView, shop: Shop) => Promise<unknown>][] = [
    ["read", async (buyer, { id }) => (await buyer.get(id)).body.status],
    ["listed", async (buyer) => ((await buyer.list()).body.items as HoldView[])[0].status],
    ["changed", async (buyer, { id }, shop) => (await buyer.change(id, shop.ids(0, 1, 2))).body.status],
    ["extended", async (buyer, { id }, shop) => {
      shop.clock.now += MINUTE_MS;
      return (await buyer.extend(id)).body.status;
    }],
    ["released", async (buyer, { id }, shop) => {
      assert.equal((await buyer.release(id)).status, 204);
      return (await shop.statuses()).startsWith("aa") && "active";
    }],
  ];
  await withShop(async (shop, sql) => {
    for (const [what, use] of uses) {
      const buyer = await shop.account();
      const hold = await buyer.held(0, 1);
      await failBooking(sql, await book(shop, buyer, hold.id), "payment-declined");
      assert.equal(await use(buyer, hold, shop), "active", what);
      await buyer.release(hold.id);
    }
  });
});

Deno.test("right after any other failure, the hold is gone and its seats are free", () =>
  withShop(async (shop, sql) => {
    const buyer = await shop.account();
    const hold = await buyer.held(0, 1);
    await failBooking(sql, await book(shop, buyer, hold.id), "seats-lost");
    assertProblem(await buyer.get(hold.id), { status: 404, code: "not-found" });
    assert.equal((await shop.statuses()).slice(0, 2), "aa");
  }));
