/** The work for one request in the largest halls, in seats examined and in bytes: see docs/operation.md, "Bounds". */
import assert from "node:assert/strict";
import { blockChart } from "@/bench/charts.ts";
import { type Chart, SEAT_COUNT_MAX } from "@/lib/charts/chart.ts";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { POINTS_MAX } from "@/lib/charts/faults.ts";
import { chartInputSchema } from "@/lib/charts/input_schema.ts";
import { chartToSvg } from "@/lib/charts/svg.ts";
import { bestAvailable, type IsFree, nearestEqual } from "./best_available.ts";
import { findOrphans } from "./orphans.ts";
import { listRows } from "./seat_list.ts";

const index = indexChart(blockChart(SEAT_COUNT_MAX));
/** The most seats that one buyer may have. */
const QUANTITY = 100;

/** How many times `work` examines each seat of the hall, on average. */
function checksPerSeat(isFree: IsFree, work: (isFree: IsFree) => void): number {
  let checks = 0;
  work((seat) => {
    checks++;
    return isFree(seat);
  });
  return checks / SEAT_COUNT_MAX;
}

Deno.test("the best seats are found by examining each seat a few times, whatever is free", () => {
  const cases: Record<string, IsFree> = {
    all: () => true,
    none: () => false,
    "every other": (seat) => seat % 2 === 0,
    "single rows": (seat) => Math.floor(seat / 100) % 7 === 0,
  };
  for (const [name, isFree] of Object.entries(cases)) {
    for (const quantity of [1, 10, QUANTITY]) {
      const checks = checksPerSeat(isFree, (isFree) => bestAvailable(index, isFree, { quantity }));
      assert(checks <= 3, `${name}, ${quantity}: ${checks}`);
    }
  }
});

Deno.test("equal replacements for lost seats are found by examining each seat a few times", () => {
  const lost = Array.from({ length: QUANTITY }, (_, at) => at * 2);
  assert(checksPerSeat((seat) => seat % 3 === 0, (isFree) => nearestEqual(index, isFree, lost)) <= 2);
});

Deno.test("orphans are found by examining only the rows of the choice", () => {
  // Each of these seats, all in different rows, makes the one beside it an orphan.
  const mine = new Set(Array.from({ length: QUANTITY }, (_, row) => row * 100 + 1));
  assert(checksPerSeat(() => true, (isFree) => findOrphans(index, isFree, mine)) <= 2 * QUANTITY);
});

Deno.test("the rows of a section are read from its own seats only", () => {
  const examined = new Set<string>();
  const watched = index.chart.seats.map((seat) =>
    new Proxy(seat, {
      get: (target, member) => {
        examined.add(target.section);
        return Reflect.get(target, member);
      },
    })
  );
  const rows = listRows(
    { ...index, chart: { ...index.chart, seats: watched } },
    "a".repeat(SEAT_COUNT_MAX),
    "Block 2",
  );
  assert.equal(rows.length, 50);
  assert.deepEqual([...examined], ["Block 2"]);
});

Deno.test("the picture of a hall at all of its limits has a bounded size", () => {
  const hall = hallAtItsLimits();
  assert.equal(chartInputSchema.safeParse(hall).error, undefined);
  const bytes = new TextEncoder().encode(chartToSvg(hall)).length;
  assert(bytes < 2_500_000, `${bytes} bytes`);
});

/** A hall with as many seats, sections, shapes and points as allowed, and names that take the most bytes. */
function hallAtItsLimits(): Chart {
  const hall = blockChart(SEAT_COUNT_MAX);
  const name = "&".repeat(80);
  const points = (count: number): [number, number][] =>
    Array.from({ length: count }, (_, at) => [
      50.123456 + 40 * Math.cos(at * 2 * Math.PI / count),
      50.123456 + 40 * Math.sin(at * 2 * Math.PI / count),
    ]);
  const more = Array.from({ length: 2_000 - hall.sections.length }, (_, at) => ({
    id: `more ${at}`,
    name,
    labelAt: [50, 50] as [number, number],
  }));
  const shapes = Array.from({ length: 2_000 }, (_, at) => ({
    kind: "ground" as const,
    polygon: points(at === 0 ? 500 : 9),
    label: name,
  }));
  assert(shapes.reduce((sum, { polygon }) => sum + polygon.length, 0) <= POINTS_MAX);
  return { ...hall, sections: [...hall.sections, ...more], shapes };
}
