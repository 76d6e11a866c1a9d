import assert from "node:assert/strict";
import { addToHold } from "./add_to_hold.ts";
import { type ParsedResponse, type Shop, withShop } from "./holds_testing.ts";

const OVER_A_SECOND_MS = 1_001;

/** An event that refuses choices that leave orphans. Row A is seats 0 to 9, row B 10 to 19. */
const withStrictShop = (test: (shop: Shop) => Promise<void>) => withShop(test, { orphans: "refuse" });

function assertRefused({ status, body }: ParsedResponse, seats: string[], instead: string[]): void {
  assert.equal(status, 409, JSON.stringify(body));
  assert.deepEqual([body.code, body.seats, body.instead], ["leaves-orphan", seats, instead]);
}

Deno.test("a choice that needlessly leaves an orphan is refused, with an alternative that does not", () =>
  withStrictShop(async (shop) => {
    const guest = shop.guest();
    assertRefused(await guest.hold({ seats: shop.ids(1, 2) }), shop.ids(0), shop.ids(1, 0));
    assert.equal((await shop.statuses()).slice(0, 4), "aaaa");
    await guest.held(0, 1);
  }));

Deno.test("nothing is refused if the event only warns, nor are best seats or standing places", async () => {
  await withShop(async (shop) => {
    const guest = shop.guest();
    const hold = await guest.held(1);
    assert.equal((await guest.change(hold.id, shop.ids(1, 3))).status, 200);
  });
  await withStrictShop(async (shop) => {
    assert.equal((await shop.guest().hold({ best: { zone: "back", quantity: 3 } })).status, 201);
    assert.equal((await shop.guest().hold({ area: "floor", quantity: 3 })).status, 201);
  });
});

Deno.test("a change that leaves an orphan is refused, and the hold is unchanged", () =>
  withStrictShop(async (shop) => {
    const guest = shop.guest();
    const hold = await guest.held(0, 1, 2);
    assertRefused(await guest.change(hold.id, shop.ids(0, 2)), shop.ids(1), shop.ids(0, 1));
    assertRefused(await guest.change(hold.id, shop.ids(0, 1, 2, 4)), shop.ids(3), shop.ids(0, 1, 2, 3));
    assert.deepEqual((await guest.get(hold.id)).body, hold);
    assert.equal((await guest.change(hold.id, shop.ids(1, 2, 0, 3))).status, 200);
    assert.equal((await guest.release(hold.id)).status, 204);
  }));

Deno.test("an unavoidable orphan is allowed: the other of two free seats, or a seat that was an orphan before", () =>
  withStrictShop(async (shop) => {
    await shop.guest().held(2, 3, 4);
    shop.clock.now += OVER_A_SECOND_MS;
    const guest = shop.guest();
    const hold = await guest.held(0);
    assert.equal(
      (await guest.change(hold.id, shop.ids(0, 10))).status,
      200,
      "seat 1 is an orphan, as before",
    );
    await shop.guest().held(1);
  }));

Deno.test("a choice with a taken seat is refused as unavailable, not as leaving an orphan", () =>
  withStrictShop(async (shop) => {
    await shop.guest().held(0, 1, 2);
    shop.clock.now += OVER_A_SECOND_MS;
    const { status, body } = await shop.guest().hold({ seats: shop.ids(2, 4) });
    assert.deepEqual([status, body.code], [409, "seats-unavailable"]);
  }));

Deno.test("all seats are read at most once a second, however many buyers choose", () =>
  withStrictShop(async (shop) => {
    const { board } = shop.services;
    let reads = 0;
    const { snapshots } = board;
    board.snapshots = (eventIds) => {
      reads++;
      return snapshots(eventIds);
    };
    await Promise.all([shop.guest().held(0), shop.guest().held(10), shop.guest().held(20)]);
    assert.equal(reads, 1);
  }));

Deno.test("without scripts, best seats join a hold, and another choice replaces its seats on request", () =>
  withStrictShop(async (shop) => {
    const { services, eventId } = shop;
    const guest = { user: null, visitorId: "visitor-1", address: "192.0.2.1" };
    const add = (choice: Parameters<typeof addToHold>[3], options?: { replaces: boolean }) =>
      addToHold(services, guest, eventId, choice, options);
    const first = await add({ best: { zone: "front", quantity: 2 } });
    assert.ok(first.ok);
    assert.ok((await add({ best: { zone: "front", quantity: 2 } })).ok);
    const replaced = await add({ seats: shop.ids(10, 11) }, { replaces: true });
    assert.ok(replaced.ok);
    assert.deepEqual(replaced.hold.seats.map(({ id }) => id), shop.ids(10, 11));
    assert.equal(replaced.hold.id, first.hold.id);
  }));
