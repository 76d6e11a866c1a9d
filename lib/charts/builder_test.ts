import assert from "node:assert/strict";
import fc from "fast-check";
import { type BlockOptions, ChartBuilder } from "./builder.ts";
import { letters, type Numbering, numbers } from "./labels.ts";
import { chartFaults } from "./faults.ts";
import { centroid, contains, labelPoint, polar, rectangle } from "./geometry.ts";

const zones = [{ id: "a", name: "A", colour: 1 }];

function chartOf(options: Partial<BlockOptions>) {
  const hall = new ChartBuilder(zones);
  hall.block({ section: { id: "S" }, zone: "a", at: [0, 0], rows: ["A"], seats: 5, ...options });
  return hall.finish();
}

Deno.test("every block makes a valid chart with the requested number of seats, none overlapping", () => {
  const blocks = fc.record({
    at: fc.tuple(fc.integer({ min: -2_000, max: 2_000 }), fc.integer({ min: -2_000, max: 2_000 })),
    turn: fc.integer({ min: -180, max: 180 }),
    radius: fc.option(fc.integer({ min: 150, max: 3_000 }), { nil: undefined }),
    rows: fc.integer({ min: 1, max: 12 }).map((count) => letters("A", count)),
    seats: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
    numbering: fc.constantFrom<Numbering>("left-to-right", "right-to-left", "odd-even"),
    aisleWidth: fc.integer({ min: 30, max: 80 }),
  });
  fc.assert(fc.property(blocks, (options) => {
    const chart = chartOf(options);
    const perRow = options.seats.reduce((sum, count) => sum + count, 0);
    assert.equal(chart.seatCount, perRow * options.rows.length);
    assert.deepEqual(chartFaults(chart), []);
  }));
});

Deno.test("a block with overlapping seats can't be finished", () => {
  assert.throws(() => chartOf({ seatPitch: 19 }), /less than 20 units away from seat S-A-1/);
});

Deno.test("numbers are part of the seats' ids", () => {
  assert.equal(chartOf({ firstNumber: 101 }).seats[0].id, "S-A-101");
});

Deno.test("seats beside an aisle are flagged, and an aisle is as wide as requested", () => {
  const { seats } = chartOf({ seats: [2, 3], aisleWidth: 60 });
  assert.equal(seats[2].x - seats[1].x, 60);
  assert.deepEqual(seats.map((seat) => seat.flags.includes("aisle")), [true, true, true, false, true]);
});

Deno.test("a block turned by 90 degrees faces right, with each row to the left of the one in front", () => {
  const { seats } = chartOf({ turn: 90, rows: ["A", "B"], seats: 2 });
  assert.ok(seats[0].y < seats[1].y);
  assert.equal(seats[0].x, seats[1].x);
  assert.equal(seats[0].x - seats[2].x, 28);
});

Deno.test("curved rows keep their distance from the point that they curve around", () => {
  const hall = new ChartBuilder(zones);
  const at = polar([0, 0], 300, 20);
  hall.block({ section: { id: "S" }, zone: "a", at, turn: 20, radius: 300, rows: ["A", "B"], seats: 9 });
  hall.shape({ kind: "tree", at: [0, 0], radius: 1 });
  const chart = hall.finish();
  const [centre] = chart.shapes;
  assert.ok(centre.kind === "tree");
  for (const seat of chart.seats) {
    const distance = Math.hypot(seat.x - centre.at[0], seat.y - centre.at[1]);
    assert.ok(Math.abs(distance - (seat.row === "A" ? 300 : 328)) < 0.3);
  }
});

Deno.test("a standing area has as many seats as its capacity, at its centre, without row or number", () => {
  const hall = new ChartBuilder(zones);
  hall.standing({ id: "Floor", name: "Floor", zone: "a", capacity: 30, polygon: rectangle(0, 0, 100, 60) });
  const chart = hall.finish(10);
  assert.equal(chart.seatCount, 30);
  assert.ok(
    chart.seats.every((seat) => seat.x === 60 && seat.y === 40 && seat.area === "Floor" && seat.row === ""),
  );
});

Deno.test("tables of any size make valid charts, with seats numbered clockwise and not overlapping", () => {
  const tables = fc.record({
    seats: fc.oneof(
      fc.record({ around: fc.integer({ min: 1, max: 16 }) }),
      fc.record({ sides: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 })) }),
    ),
    turn: fc.integer({ min: -180, max: 180 }),
  });
  fc.assert(fc.property(tables, (options) => {
    const hall = new ChartBuilder(zones);
    hall.table({ section: { id: "Table 7" }, zone: "a", at: [0, 0], ...options });
    const chart = hall.finish();
    assert.deepEqual(chartFaults(chart), []);
    assert.deepEqual(chart.seats.map(({ number }) => number), numbers(1, chart.seatCount));
    const [table] = chart.shapes;
    assert.ok("label" in table && table.label === "7");
    const [x, y] = chart.sections[0].labelAt;
    const turns = chart.seats.slice(1).map((seat, index) => {
      const before = chart.seats[index];
      return (before.x - x) * (seat.y - y) - (before.y - y) * (seat.x - x);
    });
    // Two seats opposite each other are neither clockwise nor anticlockwise.
    assert.ok(turns.every((turn) => turn > -20), turns.join());
  }));
});

Deno.test("the outline of uneven rows contains all seats and has no notch", () => {
  for (const radius of [undefined, 400]) {
    const { seats, sections: [{ outline }] } = chartOf({
      radius,
      rows: letters("A", 6),
      seats: (row) => [10, 13, 11, 14, 12, 16][row],
    });
    assert.ok(seats.every((seat) => contains(outline!, seat)));
    if (radius !== undefined) continue;
    // The outline turns the same way at each corner.
    const turns = outline!.map(([x, y], at) => {
      const [[x1, y1], [x2, y2]] = [1, 2].map((step) => outline![(at + step) % outline!.length]);
      return (x1 - x) * (y2 - y1) - (y1 - y) * (x2 - x1);
    });
    assert.ok(turns.every((turn) => turn >= 0), turns.join());
  }
});

Deno.test("a label is in the middle of a rectangle, and inside a forked shape", () => {
  const [x, y] = labelPoint(rectangle(100, 50, 200, 80));
  assert.ok(Math.hypot(x - 100, y - 50) < 6);
  const fork = [[0, 0], [40, 0], [40, 160], [260, 160], [260, 0], [300, 0], [300, 240], [0, 240]];
  const [atX, atY] = labelPoint(fork as [number, number][]);
  assert.ok(Math.abs(atX - 150) < 12 && Math.abs(atY - 200) < 12, `${atX}, ${atY}`);
});

Deno.test("the centroid of an L lies in its heavier arm", () => {
  assert.deepEqual(
    centroid([[0, 0], [4, 0], [4, 2], [2, 2], [2, 4], [0, 4]]).map((value) => value.toFixed(3)),
    ["1.667", "1.667"],
  );
});
