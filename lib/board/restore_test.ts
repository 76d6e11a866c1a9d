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

/** Statuses and the ids of the holds that are kept. */
function restored(...survivors: StoredHold[]): [statuses: string, kept: string[]] {
  const { statuses, holds } = restore(truth, survivors, NOW);
  return [statuses.join(""), holds.map((hold) => hold.id)];
}

Deno.test("a restored board has the seats not for sale and the claims", () => {
  assert.deepEqual(restored(), ["xbhaaa", []]);
});

Deno.test("a pending booking's hold has its seat, whether or not anything else is known of it", () => {
  assert.equal(restore(truth, [], NOW).holders.get(2), "pending");
  assert.deepEqual(restored(survivor("pending", [2], { status: "claimed" })), ["xbhaaa", ["pending"]]);
});

Deno.test("an active hold that clashes with nothing survives", () => {
  assert.deepEqual(restored(survivor("mine", [3, 4])), ["xbhhha", ["mine"]]);
});

Deno.test("a hold is dropped whole when one seat is claimed, not for sale, or not there", () => {
  for (const index of [0, 1, 2, 6]) assert.deepEqual(restored(survivor("mine", [3, index])), ["xbhaaa", []]);
});

Deno.test("of two holds that clash the first survives", () => {
  assert.deepEqual(restored(survivor("first", [3]), survivor("second", [3, 4])), ["xbhhaa", ["first"]]);
});

Deno.test("an active hold at its end is dropped, a claimed one is not", () => {
  assert.deepEqual(restored(survivor("due", [3], { expiresAt: NOW })), ["xbhaaa", []]);
  const claimed = survivor("claimed", [3], { expiresAt: NOW, status: "claimed" });
  assert.deepEqual(restored(claimed), ["xbhhaa", ["claimed"]]);
});

Deno.test("a hold of another version of the chart is dropped", () => {
  assert.deepEqual(restored(survivor("old", [3], { chartVersion: 2 })), ["xbhaaa", []]);
});
