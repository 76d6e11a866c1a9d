import assert from "node:assert/strict";
import { arena } from "@/lib/demo/halls/mod.ts";
import { ChartBuilder } from "./builder.ts";
import { type Numbering } from "./labels.ts";
import type { Chart } from "./chart.ts";
import { indexChart } from "./chart_index.ts";
import { rectangle } from "./geometry.ts";

function hallOf(numbering: Numbering, turn: number): Chart {
  const hall = new ChartBuilder([{ id: "a", name: "A", colour: 1 }]);
  hall.block({
    section: { id: "S" },
    zone: "a",
    at: [0, 0],
    turn,
    rows: ["A", "B"],
    seats: [2, 4, 2],
    numbering,
  });
  return hall.finish();
}

function runNames(chart: Chart): string[] {
  const names = indexChart(chart).runs.map((run) =>
    run.map((seat) => chart.seats[seat].id).toSorted().join(" ")
  );
  return names.toSorted();
}

Deno.test("a run ends at an aisle and at the end of its row, whichever way the row runs", () => {
  for (const turn of [0, 37, 90, 180]) {
    assert.deepEqual(runNames(hallOf("left-to-right", turn)), [
      "S-A-1 S-A-2",
      "S-A-3 S-A-4 S-A-5 S-A-6",
      "S-A-7 S-A-8",
      "S-B-1 S-B-2",
      "S-B-3 S-B-4 S-B-5 S-B-6",
      "S-B-7 S-B-8",
    ]);
  }
});

Deno.test("neighbours are found from left to right, whatever their numbers or their order in the chart", () => {
  const chart = hallOf("odd-even", 0);
  chart.seats.reverse();
  const runs = indexChart(chart).runs.map((run) => run.map((seat) => chart.seats[seat].number).join(" "));
  assert.ok(runs.includes("3 1 2 4"), runs.join(", "));
});

Deno.test("places of a standing area are in no run", () => {
  const hall = new ChartBuilder([{ id: "a", name: "A", colour: 1 }]);
  hall.standing({ id: "Floor", name: "Floor", zone: "a", capacity: 3, polygon: rectangle(0, 0, 90, 90) });
  hall.block({ section: { id: "S" }, zone: "a", at: [0, 100], rows: ["A"], seats: 1 });
  const index = indexChart(hall.finish());
  assert.deepEqual(index.runs, [[3]]);
  assert.deepEqual(index.placesByArea, new Map([["Floor", [0, 1, 2]]]));
  assert.equal(index.indexById.get("Floor-2"), 1);
});

Deno.test("a seat with a restricted view counts as further from the best point", () => {
  const chart = hallOf("left-to-right", 0);
  const before = indexChart(chart).distances[3];
  chart.seats[3].flags = ["restricted-view"];
  assert.ok(indexChart(chart).distances[3] > before);
});

Deno.test("the best seats are in front of the focal point", () => {
  const chart = hallOf("left-to-right", 0);
  const [first, last] = [chart.seats[0], chart.seats[7]];
  const distancesFrom = (x: number) => indexChart({ ...chart, focus: [x, 0] }).distances;
  assert.ok(distancesFrom(first.x)[0] < distancesFrom(first.x)[7]);
  assert.ok(distancesFrom(last.x)[0] > distancesFrom(last.x)[7]);
});

Deno.test("in the arena every seat is in exactly one run or area", () => {
  const { chart, runs, placesByArea } = indexChart(arena.chart());
  const all = [...runs.flat(), ...[...placesByArea.values()].flat()].toSorted((a, b) => a - b);
  assert.deepEqual(all, chart.seats.map((_, index) => index));
});

Deno.test("a run at a table contains all seats around it, or those along one side of a long one", () => {
  const hall = new ChartBuilder([{ id: "a", name: "A", colour: 1 }]);
  hall.table({ section: { id: "Table 1" }, zone: "a", at: [0, 0], seats: { around: 8 } });
  hall.table({ section: { id: "Table 2" }, zone: "a", at: [300, 0], seats: { sides: [4, 4] } });
  assert.deepEqual(indexChart(hall.finish()).runs, [
    [0, 1, 2, 3, 4, 5, 6, 7],
    [8, 9, 10, 11],
    [12, 13, 14, 15],
  ]);
});
