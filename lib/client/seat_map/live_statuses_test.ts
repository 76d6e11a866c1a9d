import assert from "node:assert/strict";
import fc from "fast-check";
import type { Delta } from "@/lib/board/board.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { epochOf, foldDelta, liveStatusesOf } from "./live_statuses.ts";

const snapshot = { epoch: "e1", version: 7, statuses: "aahb" };

Deno.test("a delta changes its seats and returns their previous statuses", () => {
  const live = liveStatusesOf(snapshot);
  const folded = foldDelta(live, "e1", { version: 8, seats: [[0, "h"], [3, "b"]] });
  assert.deepEqual(folded, { changed: [[0, "a"]] });
  assert.deepEqual(live, { epoch: "e1", version: 8, statuses: ["h", "a", "h", "b"] });
});

Deno.test("a repeated delta changes nothing", () => {
  const live = liveStatusesOf(snapshot);
  assert.deepEqual(foldDelta(live, "e1", { version: 7, seats: [[0, "b"]] }), { changed: [] });
  assert.deepEqual(live, liveStatusesOf(snapshot));
});

Deno.test("a missing delta and another epoch are gaps, and change nothing", () => {
  const live = liveStatusesOf(snapshot);
  assert.equal(foldDelta(live, "e1", { version: 9, seats: [[0, "b"]] }), "gap");
  assert.equal(foldDelta(live, "e2", { version: 8, seats: [[0, "b"]] }), "gap");
  assert.deepEqual(live, liveStatusesOf(snapshot));
});

Deno.test("folding every delta leaves each seat with its last status", () => {
  const status = fc.constantFrom<SeatStatus>("a", "h", "b", "x");
  const seats = fc.uniqueArray(fc.tuple(fc.nat(3), status), { selector: ([index]) => index });
  fc.assert(fc.property(fc.array(seats), (changes) => {
    const live = liveStatusesOf(snapshot);
    const expected = [...snapshot.statuses];
    changes.forEach((seats, at) => {
      const delta: Delta = { version: 8 + at, seats };
      foldDelta(live, "e1", delta);
      for (const [index, status] of seats) expected[index] = status;
    });
    assert.deepEqual(live.statuses, expected);
  }));
});

Deno.test("an epoch may contain colons", () => {
  assert.equal(epochOf("run:42:17"), "run:42");
});
