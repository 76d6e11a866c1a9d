import assert from "node:assert/strict";
import { arena, club, venues } from "@/lib/demo/halls/mod.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { type Chart, SEAT_COUNT_MAX } from "./chart.ts";
import { DOTS_MAX, hallThumbnail } from "./hall_thumbnail.ts";

/** Twelve kilobytes of dots, and some for outlines. */
const BYTES_MAX = 20_000;

const dotsOf = (svg: string) => svg.match(/M\d+,\d+h0/g) ?? [];

/** The largest hall that a chart may describe, as a square. */
function largestChart(): Chart {
  const side = Math.ceil(Math.sqrt(SEAT_COUNT_MAX));
  const chart = smallChart(SEAT_COUNT_MAX);
  const seats = chart.seats.map((seat, at) => ({
    ...seat,
    x: at % side * 24,
    y: Math.floor(at / side) * 24,
    row: String(Math.floor(at / side)),
  }));
  return { ...chart, seats, width: side * 24, height: side * 24 };
}

Deno.test("hall thumbnail: a small hall has a dot for each seat, in the colour of its zone while the seat is free", () => {
  const hall = hallThumbnail(smallChart(4));
  const svg = hall.svg("abha");
  assert.equal(dotsOf(svg).length, 4);
  assert.match(svg, /<path class="thumbnail-dots" data-free="many" style="--zone:var\(--zone-1\)"[^>]*>/);
  assert.equal(dotsOf(svg.match(/<path[^>]*data-free="none"[^>]*>/)![0]).length, 2);
  assert.ok(!hall.svg().includes("data-free"), "without statuses, all dots are alike");
});

Deno.test("hall thumbnail: a dot of a large hall shows how many of its seats are free", () => {
  const chart = arena.chart();
  const hall = hallThumbnail(chart);
  const levels = (statuses: string) =>
    new Set(
      Array.from(hall.svg(statuses).matchAll(/thumbnail-dots" data-free="(\w+)"/g), ([, level]) => level),
    );
  assert.deepEqual(levels("a".repeat(chart.seatCount)), new Set(["many"]));
  assert.deepEqual(levels("b".repeat(chart.seatCount)), new Set(["none"]));
  const everyThird = chart.seats.map((_, index) => index % 3 === 0 ? "a" : "b").join("");
  assert.ok(levels(everyThird).has("few"));
});

Deno.test("hall thumbnail: standing areas are drawn, showing how full they are", () => {
  const chart = club.chart();
  const svg = hallThumbnail(chart).svg("b".repeat(chart.seatCount));
  assert.equal(svg.match(/<polygon class="thumbnail-area" data-free="none"/g)?.length, chart.areas.length);
});

Deno.test("hall thumbnail: the size of a picture is bounded, whatever the hall", () => {
  for (const chart of [...venues.map(({ chart }) => chart()), largestChart(), smallChart(1)]) {
    const svg = hallThumbnail(chart).svg("a".repeat(chart.seatCount));
    const dots = dotsOf(svg).length;
    assert.ok(dots <= DOTS_MAX, `${chart.seatCount} seats: ${dots} dots`);
    assert.ok(dots > 0 || chart.areas.length > 0);
    assert.ok(svg.length < BYTES_MAX, `${chart.seatCount} seats: ${svg.length} bytes`);
  }
});

Deno.test("hall thumbnail: long outlines and many areas are reduced", () => {
  const polygon = Array.from({ length: 500 }, (_, at): [number, number] => {
    const turn = at / 250 * Math.PI;
    return [500 + 400 * Math.cos(turn), 500 + 400 * Math.sin(turn)];
  });
  const chart = smallChart(200);
  const areas = Array.from({ length: 200 }, (_, at) => ({
    id: `a${at}`,
    name: `Area ${at}`,
    zone: "main",
    capacity: 1,
    polygon,
  }));
  const seats = chart.seats.map((seat, at) => ({ ...seat, area: `a${at}`, row: "", number: "" }));
  const stage = { kind: "stage" as const, polygon };
  const svg = hallThumbnail({ ...chart, seats, areas, shapes: [stage] }).svg();
  assert.ok(svg.length < BYTES_MAX, `${svg.length} bytes`);
});

Deno.test("hall thumbnail: marks lie on their dots, and the places of an area share one", () => {
  const hall = hallThumbnail(smallChart(4));
  const { points, radius, viewBox } = hall.marks([1, 3]);
  assert.deepEqual(points.map((point) => `M${point}h0`), [1, 3].map((at) => dotsOf(hall.svg())[at]));
  assert.ok(radius > 0);
  assert.equal(viewBox, hall.viewBox);
  assert.equal(hallThumbnail(club.chart()).marks([0, 1, 2]).points.length, 1);
});
