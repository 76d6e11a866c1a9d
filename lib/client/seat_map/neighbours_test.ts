import assert from "node:assert/strict";
import { theatre, venues } from "@/lib/demo/halls/mod.ts";
import { type Direction, firstSeat, neighbour } from "./neighbours.ts";

const everywhere = () => true;
const chart = theatre.chart();

function walk(from: string, direction: Direction): string | null {
  const start = chart.seats.findIndex(({ id }) => id === from);
  const next = neighbour(chart.seats, start, direction, everywhere);
  return next === null ? null : chart.seats[next].id;
}

Deno.test("moving along a curved row visits every seat in order", () => {
  const row = chart.seats.filter(({ section, row }) => section === "Stalls" && row === "M");
  const ordered = row.toSorted((a, b) => a.x - b.x).map(({ id }) => id);
  for (let at = 0; at + 1 < ordered.length; at++) {
    assert.equal(walk(ordered[at], "right"), ordered[at + 1]);
    assert.equal(walk(ordered[at + 1], "left"), ordered[at]);
  }
});

Deno.test("down goes to the next row, and up comes back", () => {
  const start = chart.seats.findIndex(({ section, row, x }) =>
    section === "Stalls" && row === "C" && Math.abs(x - chart.width / 2) < 30
  );
  const below = neighbour(chart.seats, start, "down", everywhere)!;
  assert.equal(chart.seats[below].row, "D");
  const above = neighbour(chart.seats, below, "up", everywhere)!;
  assert.equal(chart.seats[above].row, "C");
});

Deno.test("seats that can't be visited are skipped", () => {
  const row = chart.seats.flatMap(({ section, row }, index) =>
    section === "Stalls" && row === "M" ? [index] : []
  )
    .toSorted((a, b) => chart.seats[a].x - chart.seats[b].x);
  const next = neighbour(chart.seats, row[0], "right", (index) => index !== row[1]);
  assert.equal(next, row[2]);
});

Deno.test("every direction ends at an edge", () => {
  for (const direction of ["left", "right", "up", "down"] as const) {
    let at: number | null = firstSeat(chart, everywhere);
    let steps = 0;
    while (at !== null && steps++ < 500) at = neighbour(chart.seats, at, direction, everywhere);
    assert.equal(at, null, direction);
  }
});

Deno.test("in every hall with up to 1,000 seats in rows, the arrows reach all of those seats", () => {
  for (const venue of venues) {
    const { seats } = venue.chart();
    const inRows = seats.flatMap((seat, index) => seat.area === undefined ? [index] : []);
    if (inRows.length === 0 || inRows.length > 1000) continue;
    const seen = new Set([inRows[0]]);
    const queue = [inRows[0]];
    for (const at of queue) {
      for (const direction of ["left", "right", "up", "down"] as const) {
        const next = neighbour(seats, at, direction, everywhere);
        if (next === null || seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    assert.equal(seen.size, inRows.length, venue.name);
  }
});
