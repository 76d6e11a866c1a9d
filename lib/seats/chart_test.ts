import assert from "node:assert/strict";
import { type Chart, chartFaults, chartSchema, keepsSeats, overlappingSeats } from "./chart.ts";

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

/** The paths of the faults that a change to a sound chart makes. */
function faultsAfter(change: (chart: Chart) => void): string[] {
  const chart = smallChart();
  change(chart);
  return chartFaults(chart).map((fault) => fault.path.join("."));
}

Deno.test("a sound chart parses to itself", () => {
  assert.deepEqual(chartSchema.parse(smallChart()), smallChart());
});

Deno.test("a chart that contradicts itself is refused, with the path of each fault", () => {
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
  const result = chartSchema.safeParse(chart);
  assert.deepEqual(result.error?.issues.map((issue) => issue.path), [["seats", 1, "id"]]);
  assert.equal(chartSchema.safeParse({ ...smallChart(), colour: "red" }).success, false);
});

Deno.test("a chart of more than 60,000 seats is refused", () => {
  const chart = smallChart();
  const seats = Array.from({ length: 60_001 }, (_, index) => ({ ...chart.seats[0], id: `A-${index}` }));
  assert.equal(chartSchema.safeParse({ ...chart, seats, seatCount: seats.length, areas: [] }).success, false);
});

Deno.test("an event may move to a chart only when every claimed seat keeps its id at its index", () => {
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

Deno.test("seats overlap on one floor, and may on two", () => {
  const chart = smallChart();
  assert.equal(overlappingSeats(chart), null);
  chart.seats[1].x = 39;
  assert.deepEqual(overlappingSeats(chart), ["A-1", "A-2"]);
  chart.sections[1].floor = "Balcony";
  chart.seats[1].section = "Floor";
  assert.equal(overlappingSeats(chart), null);
});
