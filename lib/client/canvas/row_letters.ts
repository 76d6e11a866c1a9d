/**
 * The letters of rows: beside each end of a row, or at the edge of the frame where the end is out of sight, so that the
 * row is clear wherever you look. Loaded when seats are large enough.
 */
import type { Canvas, Scene } from "./scene.ts";
import type { Position } from "./viewport.ts";

/** Distance from the last seat of a row, in chart units. */
const APART = 22;
/** Distance of a letter from the edge of the frame, and of its background's edge from its centre, in CSS pixels. */
const EDGE_PIXELS = 9;

/** Writes the letters of these seats' rows over a drawn scene, in the canvas's current font. */
export function writeRows(canvas: Canvas, scene: Scene, inSight: number[]): void {
  const { hall: { chart }, view: { scale, left, top }, frame, colours, pixelRatio } = scene;
  const seated = inSight.filter((index) => chart.seats[index].row !== "");
  canvas.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  for (
    const indexes of Map.groupBy(seated, (index) => `${chart.seats[index].section} ${chart.seats[index].row}`)
      .values()
  ) {
    const row = indexes.map((index) => chart.seats[index]);
    for (const at of positionsOf(row)) {
      const x = (at.x - left) * scale;
      const y = (at.y - top) * scale;
      const letter = { x: within(x, frame.width), y: within(y, frame.height) };
      if (letter.x !== x || letter.y !== y) {
        canvas.fillStyle = colours.ground;
        canvas.fillRect(letter.x - EDGE_PIXELS, letter.y - EDGE_PIXELS, 2 * EDGE_PIXELS, 2 * EDGE_PIXELS);
      }
      canvas.fillStyle = colours.ink;
      canvas.fillText(row[0].row, letter.x, letter.y);
    }
  }
}

function within(value: number, side: number): number {
  return Math.min(Math.max(value, EDGE_PIXELS), side - EDGE_PIXELS);
}

/** One position beyond the outermost of these seats at each end of a row. */
function positionsOf(row: Position[]): Position[] {
  const start = pick(row, row[0], 1);
  const ends = row.length > 1 ? [start, pick(row, start, 1)] : row;
  return ends.map((end) => {
    const next = row.length > 1
      ? pick(row.filter((seat) => seat !== end), end, -1)
      : { x: end.x + 1, y: end.y };
    const ratio = APART / distance(end, next);
    return { x: end.x + (end.x - next.x) * ratio, y: end.y + (end.y - next.y) * ratio };
  });
}

/** The seat of a row that is furthest from a position, or nearest to it if `sign` is -1. */
function pick(row: Position[], from: Position, sign: 1 | -1): Position {
  return row.reduce((best, seat) => (distance(seat, from) - distance(best, from)) * sign > 0 ? seat : best);
}

function distance(a: Position, b: Position): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
