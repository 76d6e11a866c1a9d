import assert from "node:assert/strict";
import { addToHold } from "./add_to_hold.ts";
import type { HoldResult } from "./holds.ts";
import { withShop } from "./holds_testing.ts";

const guest = { user: null, visitorId: "visitor-1", address: "192.0.2.1" };

function heldBy(result: HoldResult): { id: string; seats: string[] } {
  assert(result.ok, JSON.stringify(result));
  return { id: result.hold.id, seats: result.hold.seats.map(({ id }) => id) };
}

Deno.test("a second choice joins the hold of the first, even with seats that it already has", () =>
  withShop(async (shop) => {
    const { services, eventId } = shop;
    const [first, second, third] = shop.ids(0, 1, 2);
    const before = heldBy(await addToHold(services, guest, eventId, { seats: [first, second] }));
    const after = heldBy(await addToHold(services, guest, eventId, { seats: [second, third] }));
    assert.deepEqual(after, { id: before.id, seats: [first, second, third] });
  }));

Deno.test("best seats and standing places join a hold too, without repeating its seats", () =>
  withShop(async ({ services, eventId }) => {
    const first = heldBy(await addToHold(services, guest, eventId, { best: { zone: "back", quantity: 2 } }));
    const second = heldBy(await addToHold(services, guest, eventId, { best: { zone: "back", quantity: 2 } }));
    const third = heldBy(await addToHold(services, guest, eventId, { area: "floor", quantity: 2 }));
    assert.deepEqual([second.id, third.id], [first.id, first.id]);
    assert.equal(new Set(third.seats).size, 6);
    assert.deepEqual(third.seats.slice(0, 2), first.seats);
  }));

Deno.test("new best seats replace those found before, and seats chosen by hand stay", () =>
  withShop(async (shop) => {
    const { services, eventId } = shop;
    const [byHand] = shop.ids(0);
    heldBy(await addToHold(services, guest, eventId, { seats: [byHand] }));
    let found: string[] = [];
    const find = async (quantity: number) => {
      const choice = { best: { zone: "back", quantity } };
      const { seats } = heldBy(await addToHold(services, guest, eventId, choice, { foundOf: () => found }));
      assert.deepEqual([seats.length, seats[0]], [1 + quantity, byHand]);
      const before = found;
      found = seats.slice(1);
      return found.filter((id) => before.includes(id)).length;
    };
    await find(2);
    assert.equal(await find(2), 0, "the same search finds other seats");
    await find(3);
  }, { maxSeatsPerBuyer: 20 }));

Deno.test("if too few are left, the hold stays and the number left is returned", () =>
  withShop(async ({ services, eventId }) => {
    const before = heldBy(await addToHold(services, guest, eventId, { best: { zone: "back", quantity: 4 } }));
    const result = await addToHold(services, guest, eventId, { best: { zone: "back", quantity: 7 } });
    assert.deepEqual(result, { ok: false, code: "seats-unavailable", left: 6 });
    const [hold] = await services.board.list(eventId, ["v:visitor-1"]);
    assert.equal(hold.seats.length, before.seats.length);
  }, { maxSeatsPerBuyer: 20 }));

Deno.test("an empty choice is refused, with or without a hold", () =>
  withShop(async (shop) => {
    const { services, eventId } = shop;
    const none = {
      ok: false,
      code: "validation",
      errors: [{ path: "seats", message: "must name at least one seat" }],
    };
    assert.deepEqual(await addToHold(services, guest, eventId, { seats: [] }), none);
    const { id } = heldBy(await addToHold(services, guest, eventId, { seats: shop.ids(0) }));
    assert.deepEqual(await addToHold(services, guest, eventId, { seats: [] }, { replaces: true }), none);
    assert.deepEqual((await services.board.get(id, ["v:visitor-1"]))?.seats.length, 1);
  }));

Deno.test("a choice beyond the limit is refused and changes nothing", () =>
  withShop(async (shop) => {
    const { services, eventId } = shop;
    heldBy(await addToHold(services, guest, eventId, { seats: shop.ids(0, 1, 2, 3) }));
    const result = await addToHold(services, guest, eventId, { seats: shop.ids(4, 5, 6) });
    assert.deepEqual(result, { ok: false, code: "limit-exceeded", limit: 6 });
    const [hold] = await services.board.list(eventId, ["v:visitor-1"]);
    assert.equal(hold.seats.length, 4);
  }));

Deno.test("each request to hold seats is counted once by its outcome, whether it creates a hold or joins one", () =>
  withShop(async (shop) => {
    const { services, eventId } = shop;
    heldBy(await addToHold(services, guest, eventId, { seats: shop.ids(0) }));
    heldBy(await addToHold(services, guest, eventId, { best: { zone: "back", quantity: 2 } }));
    await addToHold(services, guest, eventId, { best: { zone: "back", quantity: 9 } });
    await shop.guest().held(5);
    const counts = (await services.metrics.text()).match(/(?<=aisle_holds_total)\{.*/g);
    assert.deepEqual(counts, ['{outcome="held"} 3', '{outcome="seats-unavailable"} 1']);
  }));
