import assert from "node:assert/strict";
import { ownersOf } from "@/lib/auth/caller.ts";
import { readVisitor } from "@/lib/auth/visitors.ts";
import { holdSchema } from "@/lib/board/hold_view.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import { Cookies } from "@/lib/http/wire/cookies.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import { findHold } from "./holds.ts";
import { mixedChart, type ParsedResponse, withShop } from "./holds_testing.ts";

function assertProblem(
  { status, headers, body }: ParsedResponse,
  expected: { status: number; code: string },
): void {
  assert.equal(status, expected.status, JSON.stringify(body));
  assert.equal(headers.get("content-type"), "application/problem+json");
  assert.equal(body.code, expected.code);
}

Deno.test("a guest holds named seats and finds them again through the cookie in the response", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const { status, headers, body } = await guest.hold({ seats: shop.ids(0, 21) });
    assert.equal(status, 201);
    assert.equal(headers.get("content-type"), "application/json");
    const hold = holdSchema.strict().parse(body);
    assert.equal(headers.get("location"), `/api/holds/${hold.id}`);
    assert.match(headers.get("set-cookie") ?? "", /^aisle_visitor=.*HttpOnly; SameSite=Lax/);
    assert.deepEqual(hold, {
      id: hold.id,
      eventId: shop.eventId,
      status: "active",
      seats: [
        { id: "front-A-1", zone: "front", price: 2500, section: "front", row: "A", number: "1" },
        { id: "back-C-2", zone: "back", price: 2500, section: "back", row: "C", number: "2" },
      ],
      total: 5000,
      currency: "EUR",
      expiresAt: new Date(shop.clock.now + 600_000).toISOString(),
      maxExpiresAt: new Date(shop.clock.now + 1_200_000).toISOString(),
    });
    assert.equal((await shop.statuses()).slice(0, 22), "haaaaaaaaaaaaaaaaaaaah");

    const cookie = guest.cookie;
    assert.deepEqual((await guest.get(hold.id)).body, hold);
    assert.deepEqual((await guest.list()).body, { items: [hold], nextCursor: null });
    assert.equal(guest.cookie, cookie);
  }));

Deno.test("nobody else can see a hold", () =>
  withShop(async (shop) => {
    const hold = await shop.guest().held(0);
    for (const other of [shop.guest(), await shop.account()]) {
      assertProblem(await other.get(hold.id), { status: 404, code: "not-found" });
      assert.deepEqual((await other.list()).body.items, []);
    }
  }));

Deno.test("signing in keeps the guest's hold", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const hold = await guest.held(0);
    const { user } = await shop.account();
    const visitorId = readVisitor(new Cookies(guest.cookie ?? null, false), testSecrets.cookieSecrets);
    assert(user && visitorId);
    const signedIn = { user, visitorId, address: "192.0.2.1" };
    assert.equal(ownersOf(signedIn).length, 2);
    assert.deepEqual(await findHold(shop.services, signedIn, hold.id), hold);
  }));

Deno.test("a guest's hold of named seats does not query the database", () =>
  withShop(async (shop) => {
    await shop.guest().held(0);
    const sql = new Proxy(shop.services.sql, { apply: () => assert.fail("queried the database") });
    Object.assign(shop.services, { sql });
    await shop.guest().held(1);
  }));

Deno.test("a choice that does not match the chart is rejected with the path of the error", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const [a, b] = shop.ids(0, 1);
    const rows: [choice: unknown, path: string][] = [
      [{ seats: [a, "Z-1"] }, "seats.1"],
      [{ seats: [a, b, a] }, "seats.2"],
      [{ seats: [] }, "seats"],
      [{ seats: [7] }, "seats.0"],
      [{ best: { zone: "nowhere", quantity: 2 } }, "best.zone"],
      [{ best: { quantity: 0 } }, "best.quantity"],
      [{ best: { quantity: "2" } }, "best.quantity"],
      [{ area: "nowhere", quantity: 2 }, "area"],
      [{ area: "floor" }, "quantity"],
    ];
    for (const [choice, path] of rows) {
      const response = await guest.hold(choice);
      assertProblem(response, { status: 422, code: "validation" });
      assert.deepEqual((response.body.errors as { path: string }[]).map((error) => error.path), [path]);
    }
    assertProblem(await guest.hold({ seats: [a], best: { quantity: 1 } }), {
      status: 422,
      code: "validation",
    });
    assert(!(await shop.statuses()).includes("h"));
  }));

Deno.test("only seats of a published event that is on sale can be held", () =>
  withShop(async (shop, sql) => {
    const guest = shop.guest();
    const add = async (
      status: "draft" | "published" | "cancelled",
      change?: (sql: Sql, id: string) => Promise<unknown>,
    ) => {
      const { eventId } = await insertEvent(sql, { chart: mixedChart(), status });
      await change?.(sql, eventId);
      return eventId;
    };
    const choice = { seats: shop.ids(0) };
    for (const id of [await add("draft"), crypto.randomUUID(), "nothing-like-it"]) {
      assertProblem(await guest.hold(choice, id), { status: 404, code: "not-found" });
      assertProblem(await guest.list(id), { status: 404, code: "not-found" });
    }
    const closed = [
      await add("cancelled"),
      await add("published", (sql, id) =>
        sql`update events set sales_open_at = ${new Date(shop.clock.now + 1000)} where id = ${id}`),
      await add("published", (sql, id) =>
        sql`update events set sales_close_at = ${new Date(shop.clock.now)} where id = ${id}`),
    ];
    for (const id of closed) {
      assertProblem(await guest.hold(choice, id), { status: 409, code: "not-on-sale" });
      assertProblem(await guest.hold({ seats: ["Z-1"] }, id), { status: 422, code: "validation" });
    }
  }));

Deno.test("the refusal lists seats that are taken or not for sale, and the other seats stay free", () =>
  withShop(async (shop, sql) => {
    await sql`update events set blocked_seats = '{5}' where id = ${shop.eventId}`;
    await shop.guest().held(2);
    const response = await shop.guest().hold({ seats: shop.ids(1, 2, 5) });
    assertProblem(response, { status: 409, code: "seats-unavailable" });
    assert.deepEqual(response.body.unavailable, shop.ids(2, 5));
    assert.equal((await shop.statuses()).slice(0, 6), "aahaax");
  }));

Deno.test("the best seats of a zone and places of a standing area can be held", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const best = holdSchema.parse((await guest.hold({ best: { zone: "back", quantity: 3 } })).body);
    const numbers = best.seats.map((seat) => Number(seat.number));
    assert.deepEqual(best.seats.map((seat) => seat.zone), ["back", "back", "back"]);
    assert.deepEqual(numbers, [numbers[0], numbers[0] + 1, numbers[0] + 2], "side by side, in order");
    const standing = holdSchema.parse((await guest.hold({ area: "floor", quantity: 2 })).body);
    assert.deepEqual(standing.seats.map((seat) => seat.section), ["floor", "floor"]);
  }));

Deno.test("a request for more seats of a kind than are left is refused with the number left", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    await guest.held(20, 21, 22, 23);
    const rows: [choice: unknown, left: number][] = [
      [{ best: { zone: "back", quantity: 7 } }, 6],
      [{ best: { quantity: 47 } }, 46],
      [{ area: "floor", quantity: 21 }, 20],
    ];
    for (const [choice, left] of rows) {
      const response = await guest.hold(choice);
      assertProblem(response, { status: 409, code: "seats-unavailable" });
      assert.equal(response.body.left, left);
    }
  }, { maxSeatsPerBuyer: 60 }));

Deno.test("a buyer's holds and bookings count together towards the event's limit", () =>
  withShop(async (shop, sql) => {
    const buyer = await shop.account();
    await sql`insert into buyer_seats ${sql({ eventId: shop.eventId, buyerId: buyer.user!.id, seats: 2 })}`;
    await buyer.held(0, 1);
    for (
      const choice of [{ seats: shop.ids(2, 3, 4) }, { best: { quantity: 3 } }, {
        area: "floor",
        quantity: 99,
      }]
    ) {
      const response = await buyer.hold(choice);
      assertProblem(response, { status: 409, code: "limit-exceeded" });
      assert.equal(response.body.limit, 6);
    }
    const { id } = await buyer.held(2, 3);
    assertProblem(await buyer.change(id, shop.ids(2, 3, 4)), { status: 409, code: "limit-exceeded" });
  }));

Deno.test("guests behind one address hold at most 40 seats of an event in total", () =>
  withShop(async (shop) => {
    const row = (from: number) => Array.from({ length: 20 }, (_, at) => from + at);
    await shop.guest().held(...row(0));
    const guest = shop.guest();
    const { id } = await guest.held(...row(20).slice(1));
    assert.equal((await guest.change(id, shop.ids(...row(20)))).status, 200);
    const refused = await shop.guest().hold({ seats: shop.ids(40) });
    assertProblem(refused, { status: 409, code: "limit-exceeded" });
    assert.deepEqual([refused.body.limit, refused.body.scope], [40, "address"]);
    assertProblem(await guest.change(id, shop.ids(...row(20), 40)), { status: 409, code: "limit-exceeded" });
    await shop.guest("192.0.2.2").held(40);
    await (await shop.account()).held(41);
  }, { maxSeatsPerBuyer: 21 }));

Deno.test("of 50 concurrent buyers who want the same four seats, exactly one gets them", () =>
  withShop(async (shop) => {
    const buyers = Array.from({ length: 50 }, (_, at) => shop.guest(`192.0.2.${at}`));
    const responses = await Promise.all(buyers.map((buyer) => buyer.hold({ seats: shop.ids(4, 5, 6, 7) })));
    const won = responses.filter((response) => response.status === 201);
    assert.equal(won.length, 1);
    for (const response of responses.filter((response) => response !== won[0])) {
      assertProblem(response, { status: 409, code: "seats-unavailable" });
      assert.deepEqual(response.body.unavailable, shop.ids(4, 5, 6, 7));
    }
    assert.equal((await shop.statuses()).replaceAll("a", ""), "hhhh");
  }));

Deno.test("concurrent buyers of the best seats get different ones, until none are left", () =>
  withShop(async (shop) => {
    const buyers = Array.from({ length: 11 }, (_, at) => shop.guest(`192.0.2.${at}`));
    const responses = await Promise.all(
      buyers.map((buyer) => buyer.hold({ best: { zone: "front", quantity: 2 } })),
    );
    const holds = responses.filter((response) => response.status === 201).map((response) =>
      holdSchema.parse(response.body)
    );
    assert.equal(new Set(holds.flatMap((hold) => hold.seats.map((seat) => seat.id))).size, 20);
    const refused = responses.filter((response) => response.status !== 201);
    assert.equal(refused.length, 1);
    assertProblem(refused[0], { status: 409, code: "seats-unavailable" });
    assert.equal(refused[0].body.left, 0);
  }));

Deno.test("while the board is unavailable, seats can't be held", () =>
  withShop(async (shop) => {
    const hold = () => Promise.reject(new Unavailable("the board is down", 3000));
    Object.assign(shop.services, { board: { ...shop.services.board, hold } });
    const response = await shop.guest().hold({ seats: shop.ids(0) });
    assertProblem(response, { status: 503, code: "unavailable" });
    assert.equal(response.headers.get("retry-after"), "3");
  }));
