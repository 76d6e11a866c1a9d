import assert from "node:assert/strict";
import fc from "fast-check";
import type { Polygon } from "@/lib/charts/chart.ts";
import { contains } from "@/lib/charts/contains.ts";
import { cinema, club } from "@/lib/demo/halls/mod.ts";
import { SeatGrid, widthAround } from "./seat_grid.ts";

Deno.test("the nearest seat is the one that a linear search finds", () => {
  const { seats, width, height } = cinema.chart();
  const grid = new SeatGrid(seats);
  const point = fc.record({ x: fc.integer({ min: 0, max: width }), y: fc.integer({ min: 0, max: height }) });
  fc.assert(fc.property(point, fc.integer({ min: 1, max: 200 }), ({ x, y }, reach) => {
    const distances = seats.map((seat) => Math.hypot(seat.x - x, seat.y - y));
    const least = Math.min(...distances);
    const found = grid.nearest({ x, y }, reach);
    if (least > reach) assert.equal(found, null);
    else assert.equal(distances[found!], least);
  }));
});

Deno.test("standing places are not found as seats", () => {
  const { seats } = club.chart();
  assert.equal(new SeatGrid(seats).nearest(seats[0], 1000), null);
});

const bracket: Polygon = [[0, 0], [10, 0], [10, 10], [8, 10], [8, 2], [2, 2], [2, 10], [0, 10]];

Deno.test("a concave polygon contains its arms but not the space between them", () => {
  assert(contains(bracket, { x: 1, y: 9 }));
  assert(contains(bracket, { x: 9, y: 9 }));
  assert(!contains(bracket, { x: 5, y: 5 }));
});

Deno.test("the width around a point is twice the distance to the nearer side, and 0 outside the polygon", () => {
  assert.equal(widthAround(bracket, [1, 5]), 2);
  assert.equal(widthAround(bracket, [5, 1]), 10);
  assert.equal(widthAround(bracket, [3, 1]), 6);
  assert.equal(widthAround(bracket, [5, 5]), 0);
});
