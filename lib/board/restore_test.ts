import assert from "node:assert/strict";
import type { BoardTruth } from "./board.ts";
import { restore, type StoredHold } from "./restore.ts";

const NOW = 1_000_000;
const truth: BoardTruth = {
  seatCount: 6,
  endsAt: NOW,
  chartVersion: 1,
  blocked: [0],
  claims: [
    { index: 1, claim: "confirmed", holdId: "confirmed", bookingId: "b1" },
    { index: 2, claim: "pending", holdId: "pending", bookingId: "b2" },
  ],
};

function survivor(id: string, indexes: number[], changes: Partial<StoredHold> = {}): StoredHold {
  return {
    id,
    eventId: "event",
    owner: "u:1",
    status: "active",
    seats: indexes.map((index) => ({ index, price: 100 })),
    chartVersion: 1,
    expiresAt: NOW + 1,
    maxExpiresAt: NOW + 1,
    attempt: 0,
    ...changes,
  };
}

/** The statuses, and the ids of the surviving holds. */
function restored(...survivors: StoredHold[]): [statuses: string, kept: string[]] {
  const { statuses, holds } = restore(truth, survivors, NOW);
  return [statuses.join(""), holds.map((hold) => hold.id)];
}

Deno.test("a restored board has the claims and the seats that are not for sale", () => {
  assert.deepEqual(restored(), ["xbhaaa", []]);
});

Deno.test("the hold of a pending booking keeps its seat, even if only its id is known", () => {
  assert.equal(restore(truth, [], NOW).holders.get(2), "pending");
  assert.deepEqual(restored(survivor("pending", [2], { status: "claimed" })), ["xbhaaa", ["pending"]]);
});

Deno.test("an active hold that clashes with nothing survives", () => {
  assert.deepEqual(restored(survivor("mine", [3, 4])), ["xbhhha", ["mine"]]);
});

Deno.test("a hold is dropped entirely if one of its seats is claimed, not for sale or not in the chart", () => {
  for (const index of [0, 1, 2, 6]) assert.deepEqual(restored(survivor("mine", [3, index])), ["xbhaaa", []]);
});

Deno.test("the first of two clashing holds survives", () => {
  assert.deepEqual(restored(survivor("first", [3]), survivor("second", [3, 4])), ["xbhhaa", ["first"]]);
});

Deno.test("an expired active hold is dropped; a claimed one is not", () => {
  assert.deepEqual(restored(survivor("due", [3], { expiresAt: NOW })), ["xbhaaa", []]);
  const claimed = survivor("claimed", [3], { expiresAt: NOW, status: "claimed" });
  assert.deepEqual(restored(claimed), ["xbhhaa", ["claimed"]]);
});

Deno.test("a hold for another chart version is dropped", () => {
  assert.deepEqual(restored(survivor("old", [3], { chartVersion: 2 })), ["xbhaaa", []]);
});
