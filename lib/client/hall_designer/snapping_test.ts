import assert from "node:assert/strict";
import { linesOf, snap } from "./snapping.ts";

const box = { left: 0, top: 0, right: 10, bottom: 10 };
const other = { left: 100, top: 50, right: 140, bottom: 90 };

Deno.test("a moved box meets the nearest edge or middle within reach", () => {
  const lines = linesOf([other]);
  // Its right edge is 3 short of the other's left one, and its top 2 below the other's.
  assert.deepEqual(snap(box, 87, 52, lines, 5), { dx: 90, dy: 50, guides: [{ x: 100 }, { y: 50 }] });
});

Deno.test("beyond reach, a box moves freely", () => {
  assert.deepEqual(snap(box, 30, 20, linesOf([other]), 5), { dx: 30, dy: 20, guides: [] });
  assert.deepEqual(snap(box, 88, 51, linesOf([other]), 0), { dx: 88, dy: 51, guides: [] });
});
