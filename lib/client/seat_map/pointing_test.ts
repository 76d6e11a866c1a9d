import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { fitView, type Position, toScreen, type View } from "../canvas/viewport.ts";
import { KnownSeats } from "./known_seats.ts";
import { Taps, type Target, targetAt } from "./pointing.ts";
import { smallEvent, smallHall } from "./testing.ts";

const hall = smallHall();
const PIT = hall.blocks.find(({ area }) => area)!;
const STALLS = hall.blocks.find(({ id }) => id === "Stalls")!;

/** Twice the chart's size: seats are drawn one by one. */
const NEAR: View = { scale: 2, left: 0, top: 0 };
/** A tenth of the chart's size: only blocks can be told apart. */
const FAR: View = { scale: 0.1, left: 0, top: 0 };

function knownOn(floor: string | null = null): KnownSeats {
  const known = new KnownSeats(smallEvent, "en", wordsIn("en"));
  known.hall = hall;
  known.floor = floor;
  return known;
}

/** A point in the frame, `distance` CSS pixels from a seat. */
function beside(view: View, seat: number, distance: number): Position {
  const { x, y } = toScreen(view, hall.chart.seats[seat]);
  return { x, y: y - distance };
}

Deno.test("a tap means the nearest seat within a finger's reach", () => {
  const at = (distance: number) => targetAt(knownOn(), NEAR, beside(NEAR, 4, distance));
  assert.deepEqual([at(0), at(15)], [{ seat: 4 }, { seat: 4 }]);
  assert.equal(at(60), null, "zoomed in, a section is not picked as a whole");
});

Deno.test("where seats are too small to pick, a tap picks the section", () => {
  const view = { ...FAR };
  const at = beside(view, 4, 0);
  assert.equal(targetAt(knownOn(), view, at)?.block, STALLS);
});

Deno.test("a standing area can be picked at any zoom", () => {
  const [x, y] = [PIT.box.left + 5, PIT.box.top + 5];
  for (const view of [NEAR, FAR]) {
    assert.equal(targetAt(knownOn(), view, toScreen(view, { x, y }))?.block, PIT);
  }
});

Deno.test("only seats on the floor shown can be picked", () => {
  for (const view of [NEAR, FAR]) {
    assert.equal(targetAt(knownOn("Lower"), view, beside(view, 4, 0)), null);
    assert.notEqual(targetAt(knownOn("Ground"), view, beside(view, 4, 0)), null);
  }
});

Deno.test("with the whole hall in a phone's frame, seats can be picked", () => {
  const view = fitView(hall.chart, { width: 360, height: 300 });
  assert.deepEqual(targetAt(knownOn(), view, beside(view, 9, 0)), { seat: 9 });
});

/** Taps, and a record of what they did. */
function tapping() {
  const done: unknown[][] = [];
  const taps = new Taps({
    onSeat: (seat, waitMs) => done.push(["seat", seat, waitMs]),
    onArea: (area, change) => done.push(["area", area, change]),
  });
  return { taps, done };
}

const seat: Target = { seat: 4 };

Deno.test("a touch on a seat waits for a second one, which undoes it and zooms in", () => {
  const { taps, done } = tapping();
  taps.tap(seat, true);
  assert.equal(taps.doubleTap(true), true);
  assert.deepEqual(done, [["seat", 4, 320], ["seat", 4, 320]]);
});

Deno.test("a mouse double-click on a seat takes it once; elsewhere it zooms in", () => {
  const { taps, done } = tapping();
  taps.tap(seat, false);
  assert.equal(taps.doubleTap(false), false);
  assert.deepEqual(done, [["seat", 4, 0]]);
  taps.tap(null, false);
  assert.equal(taps.doubleTap(false), true);
});

Deno.test("a double tap on a standing area leaves its places as they were", () => {
  const { taps, done } = tapping();
  taps.tap({ block: PIT }, true);
  taps.doubleTap(true);
  assert.deepEqual(done, [["area", "Pit", 1], ["area", "Pit", -1]]);
  assert.equal(taps.doubleTap(true), true);
  assert.equal(done.length, 2, "undone once");
});

Deno.test("tapping a section takes nothing", () => {
  const { taps, done } = tapping();
  taps.tap({ block: STALLS }, true);
  assert.deepEqual(done, []);
});
