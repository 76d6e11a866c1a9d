/** What is drawn above the plan: what is selected, previews, guides and the pointer's circle. In chart units. */
import { drawBlocks } from "../canvas/draw_blocks.ts";
import { drawSeats } from "../canvas/draw_seats.ts";
import { drawShapes } from "../canvas/draw_shapes.ts";
import { type Canvas, fontOf, type Scene, tracePolygon } from "../canvas/scene.ts";
import { detailOf, visibleBox } from "../canvas/viewport.ts";
import type { HallDocument } from "./document.ts";
import type { Preview } from "./preview.ts";
import { boxAround, objectAt, pointsOf, type Selection } from "./selection.ts";

/** With more selected seats than this, only the box around all of them is drawn. */
const RINGS_MAX = 4_000;
const RING_UNITS = 11;
/** The sizes of seats from which previews show them, and selected ones have rings, in CSS pixels. */
const SEATS_FROM_PIXELS = 3;
const RINGS_FROM_PIXELS = 8;

/** Draws the preview by the map's own renderer, even where the map shows sections only. */
export function drawPreview(canvas: Canvas, scene: Scene, { hall, by: [dx, dy] = [0, 0] }: Preview): void {
  if (!hall) return;
  const { view } = scene;
  const seen = { ...view, left: view.left - dx, top: view.top - dy };
  const own: Scene = { ...scene, hall, view: seen, stateOf: () => "a", mine: new Set(), changes: new Map() };
  const detail = { ...detailOf(view), blocks: 0 };
  const level = detail.level === "sections" && detail.seatPixels >= SEATS_FROM_PIXELS
    ? "seats"
    : detail.level;
  canvas.save();
  canvas.translate(dx, dy);
  drawShapes(canvas, own);
  drawBlocks(canvas, own, detail);
  drawSeats(canvas, own, { ...detail, level }, hall.grid.within(visibleBox(seen, scene.frame, 40)));
  canvas.restore();
}

/** Draws rings around selected seats, and lines around selected areas and shapes. */
export function drawSelection(
  canvas: Canvas,
  scene: Scene,
  document: HallDocument,
  selection: Selection,
  [dx, dy]: readonly [number, number] = [0, 0],
): void {
  const { hall, view, frame, colours } = scene;
  canvas.save();
  canvas.translate(dx, dy);
  canvas.strokeStyle = colours.focus;
  canvas.lineWidth = 2 / view.scale;
  const inSight = visibleBox({ ...view, left: view.left - dx, top: view.top - dy }, frame, 20);
  if (selection.seats.size <= RINGS_MAX && detailOf(view).seatPixels >= RINGS_FROM_PIXELS) {
    canvas.beginPath();
    for (const slot of selection.seats) {
      const { x, y } = hall.chart.seats[slot];
      if (x < inSight.left || x > inSight.right || y < inSight.top || y > inSight.bottom) continue;
      canvas.moveTo(x + RING_UNITS, y);
      canvas.arc(x, y, RING_UNITS, 0, 2 * Math.PI);
    }
    canvas.stroke();
  }
  for (const key of selection.others) {
    const object = objectAt(document, key);
    if (!object) continue;
    tracePolygon(canvas, pointsOf(object));
    canvas.stroke();
  }
  const box = boxAround(document, selection);
  if (
    box && (selection.seats.size + selection.others.size > 1 || detailOf(view).seatPixels < RINGS_FROM_PIXELS)
  ) {
    const pad = 16;
    canvas.setLineDash([6 / view.scale, 4 / view.scale]);
    canvas.lineWidth = 1 / view.scale;
    canvas.strokeRect(
      box.left - pad,
      box.top - pad,
      box.right - box.left + 2 * pad,
      box.bottom - box.top + 2 * pad,
    );
  }
  canvas.restore();
}

/** Draws guides, the lasso, the brush's circle and the note of a preview, and the focal point. */
export function drawHelp(
  canvas: Canvas,
  scene: Scene,
  preview: Preview,
  focus?: readonly [number, number],
): void {
  const { view, frame, colours } = scene;
  const box = visibleBox(view, frame);
  canvas.strokeStyle = canvas.fillStyle = colours.focus;
  canvas.lineWidth = 1 / view.scale;
  for (const { x, y } of preview.guides ?? []) {
    canvas.beginPath();
    canvas.moveTo(x ?? box.left, y ?? box.top);
    canvas.lineTo(x ?? box.right, y ?? box.bottom);
    canvas.stroke();
  }
  if (preview.line) {
    tracePolygon(canvas, preview.line);
    canvas.globalAlpha = 0.12;
    canvas.fill();
    canvas.globalAlpha = 1;
    canvas.stroke();
  }
  if (preview.circle) {
    canvas.beginPath();
    canvas.arc(...preview.circle.at, preview.circle.radius, 0, 2 * Math.PI);
    canvas.stroke();
  }
  if (focus) {
    const [x, y] = focus;
    const arm = 12 / view.scale;
    canvas.beginPath();
    canvas.arc(x, y, arm / 2, 0, 2 * Math.PI);
    canvas.moveTo(x - arm, y);
    canvas.lineTo(x + arm, y);
    canvas.moveTo(x, y - arm);
    canvas.lineTo(x, y + arm);
    canvas.stroke();
  }
  if (preview.note) writeNote(canvas, scene, preview.note);
}

/** On a plate, so that it can be read above anything. */
function writeNote(
  canvas: Canvas,
  { view, colours }: Scene,
  { at: [x, y], text }: NonNullable<Preview["note"]>,
): void {
  const size = 13 / view.scale;
  canvas.font = fontOf(600, size);
  canvas.textAlign = "left";
  canvas.textBaseline = "middle";
  const width = canvas.measureText(text).width;
  const [left, top] = [x + size, y - 2 * size];
  canvas.fillStyle = colours.ink;
  canvas.beginPath();
  canvas.roundRect(left - size / 2, top - size * 0.8, width + size, size * 1.6, size / 3);
  canvas.fill();
  canvas.fillStyle = colours.ground;
  canvas.fillText(text, left, top);
}
