import assert from "node:assert/strict";
import { compareWithClaims } from "./misplaced_seats.ts";

Deno.test("a claimed seat must show as booked or held, an unclaimed one as anything but booked", () => {
  const claims = new Map([[0, true], [1, false], [2, true], [3, false], [4, true], [5, false]]);
  assert.deepEqual(compareWithClaims("bhaahbahxb", claims), [2, 3, 4, 5, 9]);
});

Deno.test("a correct board has no misplaced seats", () => {
  assert.deepEqual(compareWithClaims("bhahx", new Map([[0, true], [1, false]])), []);
});
