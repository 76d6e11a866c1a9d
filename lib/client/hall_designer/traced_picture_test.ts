import assert from "node:assert/strict";
import type { Point } from "@/lib/charts/chart.ts";
import { scaled } from "./traced_picture.ts";

Deno.test("a picture is scaled by two points, of which the first stays where it is", () => {
  const at: Point = [10, 20];
  const picture = scaled({ at, scale: 2 }, [[110, 20], [110, 70]], 100);
  assert.deepEqual(picture, { at: [-90, 20], scale: 4 });
});

Deno.test("two clicks at one point scale nothing", () => {
  const picture = { at: [0, 0] as Point, scale: 1 };
  assert.equal(scaled(picture, [[5, 5], [5, 5]], 100), picture);
});
