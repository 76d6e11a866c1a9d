import assert from "node:assert/strict";
import fc from "fast-check";
import { blockChart } from "@/bench/charts.ts";
import { type Chart, type ChartSeat, keepsSeats } from "./chart.ts";
import { chartFaults } from "./faults.ts";
import { chartInputSchema } from "./input_schema.ts";

function smallChart(): Chart {
  const seat = { y: 50, zone: "a", section: "Stalls", row: "A", flags: [] };
  const place = {
    id: "F-1",
    x: 50,
    y: 80,
    zone: "b",
    section: "Floor",
    row: "",
    number: "",
    flags: [],
    area: "Floor",
  };
  return {
    version: 1,
    seatCount: 4,
    width: 100,
    height: 100,
    zones: [{ id: "a", name: "A", colour: 1 }, { id: "b", name: "B", colour: 2 }],
    sections: [{ id: "Stalls", name: "Stalls", labelAt: [50, 50] }, {
      id: "Floor",
      name: "Floor",
      labelAt: [50, 80],
    }],
    seats: [
      { ...seat, id: "A-1", x: 20, number: "1" },
      { ...seat, id: "A-2", x: 45, number: "2" },
      place,
      { ...place, id: "F-2" },
    ],
    areas: [{
      id: "Floor",
      name: "Floor",
      zone: "b",
      capacity: 2,
      polygon: [[0, 60], [100, 60], [100, 100]],
    }],
    shapes: [{ kind: "stage", polygon: [[0, 0], [100, 0], [100, 20]], label: "Stage" }],
  };
}

/** The paths of the faults that a change to a valid chart causes. */
function faultsAfter(change: (chart: Chart) => void): string[] {
  const chart = smallChart();
  change(chart);
  return chartFaults(chart).map((fault) => fault.path.join("."));
}

Deno.test("a valid chart parses to itself", () => {
  assert.deepEqual(chartInputSchema.parse(smallChart()), smallChart());
});

Deno.test("a chart that contradicts itself is rejected, with the path of each fault", () => {
  assert.deepEqual(faultsAfter((chart) => chart.seats[1].id = "A-1"), ["seats.1.id"]);
  assert.deepEqual(faultsAfter((chart) => chart.zones[1].id = "a"), [
    "zones.1.id",
    "seats.2.zone",
    "seats.3.zone",
    "areas.0.zone",
  ]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[0].zone = "none"), ["seats.0.zone"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[0].section = "none"), ["seats.0.section"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[2].zone = "a"), ["seats.2.zone"]);
  assert.deepEqual(faultsAfter((chart) => chart.areas[0].capacity = 3), ["areas.0.capacity"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[0].x = 101), ["seats.0"]);
  assert.deepEqual(faultsAfter((chart) => chart.shapes.push({ kind: "tree", at: [-1, 0], radius: 5 })), [
    "shapes.1",
  ]);
  assert.deepEqual(faultsAfter((chart) => chart.seatCount = 5), ["seatCount"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[3].area = "none"), [
    "seats.3.area",
    "areas.0.capacity",
  ]);
});

Deno.test("parsing reports the faults, and unknown members too", () => {
  const chart = smallChart();
  chart.seats[1].id = "A-1";
  const result = chartInputSchema.safeParse(chart);
  assert.deepEqual(result.error?.issues.map((issue) => issue.path), [["seats", 1, "id"]]);
  assert.equal(chartInputSchema.safeParse({ ...smallChart(), colour: "red" }).success, false);
});

Deno.test("an event may move to a chart only if every claimed seat keeps its id at its index", () => {
  const moved = smallChart();
  moved.seats[0].x = 30;
  moved.seats[1].id = "B-2";
  assert.equal(keepsSeats(smallChart(), moved, [0, 2]), true);
  assert.equal(keepsSeats(smallChart(), moved, [0, 1]), false);
  assert.equal(keepsSeats(smallChart(), moved, []), true);
  const shorter = { ...smallChart(), seats: smallChart().seats.slice(0, 3) };
  assert.equal(keepsSeats(smallChart(), shorter, [3]), false);
  assert.equal(keepsSeats(shorter, smallChart(), [3]), false);
});

Deno.test("text for people must be one visible line; ids are opaque, except those of sections", () => {
  const bad = ["\u200b", "a\nb", "a\u202eb", "a\x07"];
  for (const text of bad) {
    const label = JSON.stringify(text);
    assert.deepEqual(faultsAfter((chart) => chart.zones[0].name = text), ["zones.0.name"], label);
    assert.deepEqual(faultsAfter((chart) => chart.areas[0].name = text), ["areas.0.name"], label);
    assert.deepEqual(faultsAfter((chart) => chart.sections[0].name = text), ["sections.0.name"], label);
    assert.deepEqual(faultsAfter((chart) => chart.sections[0].floor = text), ["sections.0.floor"], label);
    assert.deepEqual(faultsAfter((chart) => chart.seats[0].number = text), ["seats.0.number"], label);
    assert.deepEqual(faultsAfter((chart) => chart.seats[0].note = text), ["seats.0.note"], label);
    assert.deepEqual(faultsAfter((chart) => chart.shapes[0] = { ...chart.shapes[0], label: text } as never), [
      "shapes.0.label",
    ], label);
    const rows = faultsAfter((chart) => chart.seats.forEach((seat) => seat.row &&= text));
    assert.deepEqual(rows, ["seats.0.row", "seats.1.row"], label);
    const sections = faultsAfter((chart) => {
      chart.sections[0].id = text;
      for (const seat of chart.seats) if (seat.section === "Stalls") seat.section = text;
    });
    assert.deepEqual(sections, ["sections.0.id"], label);
    assert.deepEqual(faultsAfter((chart) => chart.seats[0].id = text), [], label);
  }
});

Deno.test("two seats are rejected if their names are the same or look alike", () => {
  for (const number of ["1", " 1", "１"]) {
    assert.deepEqual(faultsAfter((chart) => chart.seats[1].number = number), ["seats.1.number"], number);
  }
  assert.deepEqual(faultsAfter((chart) => Object.assign(chart.seats[1], { number: "1", row: "B" })), []);
});

Deno.test("a seat must have a number, and a row if its section has rows", () => {
  assert.deepEqual(faultsAfter((chart) => chart.seats[0].number = ""), ["seats.0.number"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[0].number = " "), ["seats.0.number"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[1].row = ""), ["seats.1.row"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[1].row = "\t"), ["seats.1.row"]);
  assert.deepEqual(
    faultsAfter((chart) => chart.seats[0].row = chart.seats[1].row = ""),
    [],
    "a table has no rows",
  );
});

Deno.test("seats on one floor must be a seat's width apart; those on different floors may overlap", () => {
  assert.deepEqual(faultsAfter((chart) => chart.seats[1].x = 40), []);
  assert.deepEqual(faultsAfter((chart) => chart.seats[1].x = 39), ["seats.1"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[1].x = 20), ["seats.1"]);
  const onTwoFloors = (chart: Chart) => {
    chart.sections.push({ id: "Balcony", name: "Balcony", floor: "Upper", labelAt: [50, 50] });
    Object.assign(chart.seats[1], { section: "Balcony", x: 20 });
  };
  assert.deepEqual(faultsAfter(onTwoFloors), []);
});

Deno.test("the places of an area must lie at one point inside it, without row or number", () => {
  assert.deepEqual(faultsAfter((chart) => chart.seats[3].x = 51), ["seats.3"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[2].y = chart.seats[3].y = 55), ["seats.2"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[3].number = "2"), ["seats.3.number"]);
  assert.deepEqual(faultsAfter((chart) => chart.seats[3].row = "A"), ["seats.3.row"]);
});

Deno.test("polygons must enclose an area", () => {
  const line: Chart["areas"][number]["polygon"] = [[0, 80], [50, 80], [100, 80]];
  assert.deepEqual(faultsAfter((chart) => chart.sections[0].outline = line), ["sections.0.outline"]);
  assert.deepEqual(faultsAfter((chart) => chart.shapes.push({ kind: "room", polygon: line })), [
    "shapes.1.polygon",
  ]);
  assert.deepEqual(faultsAfter((chart) => chart.areas[0].polygon = line), ["areas.0.polygon", "seats.2"]);
});

/** Seats side by side in one row, far enough apart. */
function rowOf(count: number, row = "A"): ChartSeat[] {
  return Array.from({ length: count }, (_, at) => ({
    ...smallChart().seats[0],
    id: `${row}-${at}`,
    row,
    number: String(at + 1),
    x: at * 20,
  }));
}

/** The paths of the faults in a hall with just these seats. */
function faultsOf(seats: ChartSeat[]): string[] {
  const { seatCount: _, ...rest } = smallChart();
  const hall = { ...rest, seats, areas: [], width: 100_000, height: 100_000 };
  return chartInputSchema.safeParse(hall).error?.issues.map((issue) => issue.path.join(".")) ?? [];
}

Deno.test("a row has at most 500 seats, a section at most 5,000, a hall at most 60,000", () => {
  assert.deepEqual(faultsOf(rowOf(500)), []);
  assert.deepEqual(faultsOf(rowOf(501)), ["seats"]);
  const rows = (count: number) =>
    Array.from({ length: count }, (_, row) => rowOf(500, `R${row}`).map((seat) => ({ ...seat, y: row * 20 })))
      .flat();
  assert.deepEqual(faultsOf(rows(10)), []);
  assert.deepEqual(faultsOf([...rows(10), ...rowOf(1, "Z").map((seat) => ({ ...seat, y: 200 }))]), [
    "sections.0",
  ]);
  assert.deepEqual(faultsOf(blockChart(60_001).seats), ["seats"]);
});

Deno.test("a hall with the maximum number of seats is a valid chart", () => {
  assert.deepEqual(chartFaults(blockChart(60_000)), []);
});

Deno.test("outlines and shapes have at most 20,000 points, and a hall 30 floors", () => {
  const ring = (points: number): [number, number][] =>
    Array.from({ length: points }, (_, at) => [50 + 40 * Math.cos(at), 50 + 40 * Math.sin(at)]);
  const shapes = (count: number) =>
    Array.from({ length: count }, () => ({ kind: "ground" as const, polygon: ring(500) }));
  assert.deepEqual(faultsAfter((chart) => chart.shapes = shapes(39)), []);
  assert.deepEqual(faultsAfter((chart) => chart.shapes = shapes(40)), [""]);
  const floors = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      id: `Level ${at}`,
      name: `${at}`,
      floor: `${at}`,
      labelAt: [50, 50] as [number, number],
    }));
  assert.deepEqual(faultsAfter((chart) => chart.sections.push(...floors(29))), []);
  assert.deepEqual(faultsAfter((chart) => chart.sections.push(...floors(30))), ["sections"]);
});

Deno.test("at most 100 faults of a broken chart are reported", () => {
  const bad = Array.from({ length: 60_000 }, () => ({}));
  const result = chartInputSchema.safeParse({ ...smallChart(), seats: bad });
  const found = result.error?.issues.length ?? 0;
  assert(found >= 100 && found < 120, String(found));
  assert.equal(chartFaults({ ...blockChart(60_000), zones: [] }).length, 100);
});

Deno.test("overlapping seats are found wherever they lie, just as by comparing all pairs", () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 300 }) });
  fc.assert(fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (points) => {
    const seats = rowOf(points.length).map((seat, at) => ({ ...seat, ...points[at] }));
    // Later seats are not compared with one that overlaps an earlier seat.
    const kept: ChartSeat[] = [];
    const overlapping = seats.flatMap((seat, at) => {
      const isFar = kept.every((other) => Math.hypot(other.x - seat.x, other.y - seat.y) >= 19.85);
      if (isFar) kept.push(seat);
      return isFar ? [] : [`seats.${at}`];
    });
    assert.deepEqual(faultsOf(seats), overlapping);
  }));
});
