import assert from "node:assert/strict";
import { studio } from "@/lib/demo/halls/mod.ts";
import { prepareHall } from "./hall.ts";
import { writeRows } from "./row_letters.ts";
import type { Canvas, Scene } from "./scene.ts";
import { fitView, toScreen, type View, visibleBox, zoomView } from "./viewport.ts";

const hall = prepareHall(studio.chart());
const FRAME = { width: 300, height: 400 };

/** The letters written, and where in the frame. */
function lettersIn(view: View): { text: string; x: number; y: number }[] {
  const written: { text: string; x: number; y: number }[] = [];
  const canvas = new Proxy({}, {
    get: (_, name) =>
      name === "fillText" ? (text: string, x: number, y: number) => written.push({ text, x, y }) : () => {},
    set: () => true,
  }) as unknown as Canvas;
  const scene = { hall, view, frame: FRAME, pixelRatio: 1, colours: { ground: "", ink: "" } };
  const inSight = hall.grid.within(visibleBox(view, FRAME));
  writeRows(canvas, scene as unknown as Scene, inSight);
  return written;
}

const rows = new Set(hall.chart.seats.map(({ row }) => row).filter(Boolean));

Deno.test("each row has its letter at both ends", () => {
  const letters = lettersIn(fitView(hall.chart, FRAME));
  for (const row of rows) assert.equal(letters.filter(({ text }) => text === row).length % 2, 0, row);
  assert.deepEqual(new Set(letters.map(({ text }) => text)), rows);
});

Deno.test("a row whose ends are out of sight has its letter at both edges of the frame", () => {
  const whole = fitView(hall.chart, FRAME);
  const seat = toScreen(whole, hall.chart.seats[hall.chart.seats.length >> 1]);
  const view = zoomView(whole, 6, seat, hall.chart, FRAME);
  const letters = lettersIn(view);
  assert.ok(letters.length > 0);
  assert.ok(letters.every(({ x, y }) => x >= 0 && y >= 0 && x <= FRAME.width && y <= FRAME.height));
  const sides = letters.map(({ x }) => x);
  assert.ok(Math.min(...sides) < 20 && Math.max(...sides) > FRAME.width - 20);
});
