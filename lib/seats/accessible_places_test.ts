import assert from "node:assert/strict";
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { accessibleRelease, unreleasedPlaces } from "./accessible_places.ts";
import { readWish } from "./seat_choice.ts";

const event = { startsAt: new Date("2026-12-10T19:00:00Z"), accessibleReleaseAt: null };
const release = Date.parse("2026-12-08T19:00:00Z");

/** A row of five: 1 for a wheelchair, 2 for the companion, 3 to 5 for anyone. */
function hall() {
  const builder = new ChartBuilder([{ id: "a", name: "A", colour: 1 }]);
  builder.block({
    section: { id: "S" },
    zone: "a",
    at: [0, 0],
    rows: ["A"],
    seats: 5,
    flags: (_row, number) => number === 1 ? ["accessible"] : number === 2 ? ["companion"] : [],
  });
  return indexChart(builder.finish());
}

function bestOf(quantity: number, now: number): number[] | null {
  const index = hall();
  const asked = readWish(index, { best: { quantity } }, unreleasedPlaces(index.chart, event, now));
  assert.ok(asked.ok);
  return asked.wish.choose(() => true, 0);
}

Deno.test("wheelchair places are kept until two days before the event by default", () => {
  assert.equal(accessibleRelease(event).getTime(), release);
  const { chart } = hall();
  const keptAt = (now: number) => [...chart.seats.keys()].filter(unreleasedPlaces(chart, event, now));
  assert.deepEqual(keptAt(release - 1), [0, 1]);
  assert.deepEqual(keptAt(release), []);
});

Deno.test("an organizer can keep wheelchair places until another time", () => {
  const { chart } = hall();
  const kept = { ...event, accessibleReleaseAt: event.startsAt };
  assert.equal(unreleasedPlaces(chart, kept, event.startsAt.getTime() - 1)(0), true);
  assert.equal(unreleasedPlaces(chart, kept, event.startsAt.getTime())(0), false);
});

Deno.test("a search for the best seats skips kept places until they are open to everyone", () => {
  assert.deepEqual(bestOf(3, release - 1)?.toSorted(), [2, 3, 4]);
  assert.equal(bestOf(4, release - 1), null);
  assert.deepEqual(bestOf(5, release)?.toSorted(), [0, 1, 2, 3, 4]);
});

Deno.test("kept places do not count as available", () => {
  const index = hall();
  const asked = readWish(index, { best: { quantity: 4 } }, unreleasedPlaces(index.chart, event, release - 1));
  assert.ok(asked.ok);
  assert.deepEqual([...index.chart.seats.keys()].filter(asked.wish.includes), [2, 3, 4]);
});
