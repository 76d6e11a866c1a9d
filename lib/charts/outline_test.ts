import assert from "node:assert/strict";
import fc from "fast-check";
import type { Point } from "./chart.ts";
import { contains } from "./geometry.ts";
import { outlineOfRows } from "./outline.ts";
import { blockPoints } from "./rows.ts";

Deno.test("the outline of a block contains its seats", () => {
  const blocks = fc.record({
    at: fc.constant<Point>([0, 0]),
    turn: fc.integer({ min: -180, max: 180 }),
    curve: fc.integer({ min: 0, max: 90 }),
    seats: fc.integer({ min: 1, max: 40 }),
    rows: fc.integer({ min: 1, max: 10 }),
    stagger: fc.boolean(),
  });
  fc.assert(fc.property(blocks, (layout) => {
    const rows = blockPoints(layout).map((row) => row.map(({ at }) => at));
    // A single seat doesn't show which way it looks.
    if (layout.seats === 1 && layout.rows > 1) return;
    const outline = outlineOfRows(rows);
    for (const [x, y] of rows.flat()) assert.ok(contains(outline, { x, y }), `${x} ${y}`);
  }));
});

Deno.test("no rows have no outline", () => {
  assert.deepEqual(outlineOfRows([[]]), []);
});
