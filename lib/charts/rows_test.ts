import assert from "node:assert/strict";
import fc from "fast-check";
import type { Point } from "./chart.ts";
import { blockPoints, measureRow, rowPoints } from "./rows.ts";
import { SEAT_DIAMETER } from "./sizes.ts";

const point = fc.tuple(
  fc.integer({ min: -2_000, max: 2_000 }),
  fc.integer({ min: -2_000, max: 2_000 }),
) as fc.Arbitrary<Point>;
const row = fc.record({
  at: point,
  turn: fc.integer({ min: -179, max: 180 }),
  curve: fc.integer({ min: -120, max: 120 }),
  seats: fc.integer({ min: 4, max: 60 }),
  seatPitch: fc.integer({ min: 22, max: 60 }),
});
const distance = ([x1, y1]: Point, [x2, y2]: Point) => Math.hypot(x2 - x1, y2 - y1);

Deno.test("a row has its seats at the same distance from each other, however it is turned and bent", () => {
  fc.assert(fc.property(row, (layout) => {
    const points = rowPoints(layout).map(({ at }) => at);
    assert.equal(points.length, layout.seats);
    for (const [n, at] of points.slice(1).entries()) {
      const gap = distance(at, points[n]);
      // A chord is a little shorter than its arc.
      assert.ok(gap <= layout.seatPitch + 0.2 && gap >= layout.seatPitch * 0.9 - 0.2, `${gap}`);
    }
  }));
});

Deno.test("measuring a row gives what it was laid out by", () => {
  fc.assert(fc.property(row, (layout) => {
    const measured = measureRow(rowPoints(layout).map(({ at }) => at));
    // A seat is placed to a tenth of a unit, which weighs more in a short row.
    const length = (layout.seats - 1) * layout.seatPitch;
    const tolerance = 1 + 600 / length;
    assert.ok(distance(measured.at, layout.at) < tolerance, "its middle");
    assert.ok(Math.abs((measured.turn - layout.turn + 540) % 360 - 180) < tolerance, "its turn");
    assert.ok(Math.abs(measured.curve - layout.curve) < tolerance, `its curve ${measured.curve}`);
    assert.ok(Math.abs(measured.seatPitch - layout.seatPitch) < layout.seatPitch * 0.12, "its spacing");
  }));
});

Deno.test("a row of one seat is where it was put", () => {
  const [{ at, atAisle }] = rowPoints({ at: [40, 50], curve: 30, seats: 1 });
  assert.deepEqual([at, atAisle], [[40, 50], true]);
  assert.deepEqual(measureRow([at]), { at: [40, 50], turn: 0, curve: 0, seatPitch: 24 });
});

Deno.test("the ends of a row with a positive curve come forward", () => {
  const points = rowPoints({ at: [0, 0], curve: 40, seats: 9 }).map(({ at }) => at);
  assert.ok(points[0][1] < -5 && points.at(-1)![1] < -5 && Math.abs(points[4][1]) < 0.1);
});

Deno.test("no two seats of a block overlap, with curve, taper, stagger and aisles", () => {
  const blocks = fc.record({
    at: point,
    turn: fc.integer({ min: -180, max: 180 }),
    curve: fc.integer({ min: 0, max: 90 }),
    seats: fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 3 }),
    rows: fc.integer({ min: 1, max: 10 }),
    taper: fc.integer({ min: -2, max: 2 }),
    stagger: fc.boolean(),
  });
  fc.assert(fc.property(blocks, (layout) => {
    const rows = blockPoints(layout);
    assert.equal(rows.length, layout.rows);
    const points = rows.flat().map(({ at }) => at);
    for (const [n, a] of points.entries()) {
      for (const b of points.slice(n + 1)) assert.ok(distance(a, b) > SEAT_DIAMETER, `${a} ${b}`);
    }
  }));
});

Deno.test("a block that tapers has longer rows at the back, and never an empty one", () => {
  const lengths = (taper: number) =>
    blockPoints({ at: [0, 0], rows: 4, seats: 3, taper }).map((row) => row.length);
  assert.deepEqual(lengths(2), [3, 5, 7, 9]);
  assert.deepEqual(lengths(-2), [3, 1, 1, 1]);
});
