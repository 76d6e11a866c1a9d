import assert from "node:assert/strict";
import { compareWithClaims } from "./misplaced_seats.ts";

Deno.test("a claim must show as booked or being paid; without one a seat shows anything but booked", () => {
  const claims = new Map([[0, true], [1, false], [2, true], [3, false], [4, true], [5, false]]);
  assert.deepEqual(compareWithClaims("bhaahbahxb", claims), [2, 3, 4, 5, 9]);
});

Deno.test("a board that is right has no misplaced seats", () => {
  assert.deepEqual(compareWithClaims("bhahx", new Map([[0, true], [1, false]])), []);
});
