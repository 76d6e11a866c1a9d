import assert from "node:assert/strict";
import { smallChart } from "@/lib/events/testing.ts";
import { tallySeats } from "./tally.ts";

Deno.test("seats are counted by part and status, except those not for sale", () => {
  const { seats } = smallChart();
  const statuses = "abbhx" + "a".repeat(5) + "x".repeat(9) + "b";
  assert.deepEqual([...tallySeats(seats, statuses, ({ row }) => row)], [
    ["A", { sold: 2, held: 1, left: 6 }],
    ["B", { sold: 1, held: 0, left: 0 }],
  ]);
});

Deno.test("nothing is counted if the statuses are not known", () => {
  assert.deepEqual([...tallySeats(smallChart(1).seats, "", ({ zone }) => zone)], [
    ["front", { sold: 0, held: 0, left: 0 }],
  ]);
});
