/** The shape of a section around its rows. Pure, and free of schemas. */
import type { Point, Polygon } from "./chart.ts";
import { round } from "./geometry.ts";
import { SEAT_DIAMETER } from "./sizes.ts";

const PADDING = SEAT_DIAMETER * 0.8;
/** Enough points of a row to follow its curve. */
const POINTS_PER_ROW_MAX = 12;

/**
 * The outline of rows, front first, each from left to right: along the front row, down the right ends, along the back
 * row and up the left ends, some padding away from the seats. Empty if there are no seats.
 */
export function outlineOfRows(rows: Point[][]): Polygon {
  const filled = rows.filter((row) => row.length > 0);
  if (filled.length === 0) return [];
  const front = edge(filled[0], -PADDING);
  const back = edge(filled.at(-1)!, PADDING);
  const inner = filled.slice(1, -1);
  const right = inner.map((row) => beyond(row, "right"));
  const left = inner.map((row) => beyond(row, "left")).reverse();
  return [...front, ...right, ...back.reverse(), ...left].map(([x, y]) => [round(x), round(y)]);
}

/** A row moved `away` to its back (to its front, if negative), and made longer at both ends. */
function edge(row: Point[], away: number): Point[] {
  const step = Math.ceil(row.length / POINTS_PER_ROW_MAX);
  const kept = row.filter((_, n) => n % step === 0 || n === row.length - 1);
  const extended = [beyond(row, "left"), ...kept.slice(1, -1), beyond(row, "right")];
  return extended.map(([x, y], n) => {
    const [dx, dy] = direction(extended[Math.max(0, n - 1)], extended[Math.min(extended.length - 1, n + 1)]);
    return [x - dy * away, y + dx * away];
  });
}

/** The point past the end of a row. */
function beyond(row: Point[], end: "left" | "right"): Point {
  const [last, before] = end === "right" ? [row.at(-1)!, row.at(-2)] : [row[0], row[1]];
  const outwards: Point = before ? direction(before, last) : [end === "right" ? 1 : -1, 0];
  return [last[0] + outwards[0] * PADDING, last[1] + outwards[1] * PADDING];
}

function direction([x1, y1]: Point, [x2, y2]: Point): Point {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  return [(x2 - x1) / length, (y2 - y1) / length];
}
