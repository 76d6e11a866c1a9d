import assert from "node:assert/strict";
import { venues } from "@/lib/demo/halls/mod.ts";
import type { Chart, ChartSeat } from "./chart.ts";
import { chartProblems } from "./problems.ts";

const seat = (id: string, x: number, more: Partial<ChartSeat> = {}): ChartSeat => ({
  id,
  x,
  y: 50,
  zone: "seats",
  section: "Stalls",
  row: "A",
  number: id,
  flags: [],
  ...more,
});

function chartWith(seats: ChartSeat[], more: Partial<Chart> = {}): Chart {
  return {
    version: 1,
    seatCount: seats.length,
    width: 400,
    height: 100,
    zones: [{ id: "seats", name: "Seats", colour: 1 }],
    sections: [{ id: "Stalls", name: "Stalls", labelAt: [50, 50] }],
    seats,
    areas: [],
    shapes: [],
    ...more,
  };
}

const wheelchair = seat("1", 20, { flags: ["accessible"] });
const sound = [wheelchair, seat("2", 50)];
const found = (seats: ChartSeat[], more?: Partial<Chart>) => chartProblems(chartWith(seats, more)).problems;

Deno.test("a sound hall has no problems", () => {
  assert.deepEqual(chartProblems(chartWith(sound)), { problems: [], more: 0 });
});

Deno.test("two seats must not have names that read alike", () => {
  assert.deepEqual(found([...sound, seat("b", 80, { number: "２" })]), [
    { code: "name-double", at: { seats: ["2", "b"] } },
  ]);
});

Deno.test("seats and sections must have names", () => {
  const sections = [{ id: "Stalls", name: " ", labelAt: [50, 50] as [number, number] }];
  assert.deepEqual(found([...sound, seat("3", 80, { number: "" })], { sections }), [
    { code: "name-empty", at: { section: "Stalls" } },
    { code: "name-empty", at: { seats: ["3"] } },
  ]);
});

Deno.test("seats must not overlap, except on different floors", () => {
  assert.deepEqual(found([...sound, seat("3", 60)]), [{ code: "too-close", at: { seats: ["2", "3"] } }]);
  const floors = [
    { id: "Stalls", name: "Stalls", floor: "1", labelAt: [50, 50] as [number, number] },
    { id: "Circle", name: "Circle", floor: "2", labelAt: [50, 50] as [number, number] },
  ];
  const above = [seat("3", 60, { section: "Circle" }), seat("4", 90, { section: "Circle" })];
  assert.deepEqual(found([...sound, ...above], { sections: floors }), []);
});

Deno.test("every seat needs a zone", () => {
  assert.deepEqual(found([...sound, seat("3", 80, { zone: "gone" })]), [
    { code: "zone-missing", at: { seats: ["3"] } },
  ]);
});

Deno.test("a standing area needs places and a surface", () => {
  const line: [number, number][] = [[200, 20], [250, 20], [300, 20]];
  const areas = [{ id: "Pit", name: "Pit", zone: "seats", capacity: 2, polygon: line }];
  assert.deepEqual(found(sound, { areas }), [
    { code: "area-capacity", at: { area: "Pit" } },
    { code: "area-surface", at: { area: "Pit" } },
  ]);
});

Deno.test("seats outside the drawing, or outside every room, may be a mistake", () => {
  assert.deepEqual(found([...sound, seat("3", 500)]), [{ code: "outside-room", at: { seats: ["3"] } }]);
  const polygon: [number, number][] = [[0, 0], [40, 0], [40, 100], [0, 100]];
  assert.deepEqual(found(sound, { shapes: [{ kind: "room", polygon }] }), [
    { code: "outside-room", at: { seats: ["2"] } },
  ]);
});

Deno.test("a companion seat belongs to a wheelchair place, and a hall needs one", () => {
  assert.deepEqual(found([...sound, seat("3", 80, { flags: ["companion"] })]), []);
  assert.deepEqual(found([...sound, seat("9", 200, { flags: ["companion"] })]), [
    { code: "companion-alone", at: { seats: ["9"] } },
  ]);
  assert.deepEqual(found([seat("1", 20), seat("2", 50)]), [{ code: "no-accessible", at: {} }]);
});

Deno.test("a row of one seat may be a mistake", () => {
  assert.deepEqual(found([...sound, seat("3", 80, { row: "B" })]), [
    { code: "row-of-one", at: { seats: ["3"] } },
  ]);
});

Deno.test("at most fifty problems are listed, and the others counted", () => {
  const rows = Array.from(
    { length: 60 },
    (_, n) => seat(`s${n}`, 3 * n + 100, { row: `R${n}`, y: n % 2 ? 20 : 80 }),
  );
  const { problems, more } = chartProblems(chartWith([...sound, ...rows], { width: 1_000 }));
  assert.equal(problems.length, 50);
  assert.ok(more > 0);
});

Deno.test("the sample halls have no problems", () => {
  for (const { name, chart } of venues) {
    assert.deepEqual(chartProblems(chart()), { problems: [], more: 0 }, name);
  }
});
