/** Plane geometry for drawing halls. Angles are in degrees, coordinates in chart units. */
import type { Point, Polygon } from "./chart.ts";
import { contains } from "./contains.ts";

export { contains };

/** How many seats fit on an arc of this many degrees. */
export function seatsOnArc(radius: number, degrees: number, seatPitch = 24): number {
  return Math.floor(radius * degrees * Math.PI / 180 / seatPitch);
}

/** The point `distance` from `centre`; 0 degrees is straight down, and angles grow clockwise, as for blocks. */
export function polar(centre: Point, distance: number, degrees: number): Point {
  const radians = degrees * Math.PI / 180;
  return [centre[0] - distance * Math.sin(radians), centre[1] + distance * Math.cos(radians)];
}

/** A rectangle around its centre. */
export function rectangle(x: number, y: number, width: number, height: number): Polygon {
  const [right, bottom] = [width / 2, height / 2];
  return [[x - right, y - bottom], [x + right, y - bottom], [x + right, y + bottom], [x - right, y + bottom]];
}

/** A ring segment (a slice if `inner` is 0) around `centre`, with angles as in {@link polar}. */
export function ringSegment(centre: Point, inner: number, outer: number, from: number, to: number): Polygon {
  const steps = Math.max(4, Math.ceil(Math.abs(to - from) / 5));
  const arc = (radius: number, start: number, end: number) =>
    Array.from(
      { length: steps + 1 },
      (_, step) => polar(centre, radius, start + (end - start) * step / steps),
    );
  return [...arc(outer, from, to), ...(inner > 0 ? arc(inner, to, from) : [centre])];
}

/** The area that a simple polygon encloses, in square units (shoelace formula). */
export function enclosedArea(polygon: Polygon): number {
  let double = 0;
  for (const [at, [x, y]] of polygon.entries()) {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length];
    double += x * nextY - nextX * y;
  }
  return Math.abs(double) / 2;
}

/** The centroid of a simple polygon (shoelace formula). */
export function centroid(polygon: Polygon): Point {
  let [doubleArea, sumX, sumY] = [0, 0, 0];
  polygon.forEach(([x, y], index) => {
    const [nextX, nextY] = polygon[(index + 1) % polygon.length];
    const cross = x * nextY - nextX * y;
    doubleArea += cross;
    sumX += (x + nextX) * cross;
    sumY += (y + nextY) * cross;
  });
  return [sumX / (3 * doubleArea), sumY / (3 * doubleArea)];
}

/** How many positions are tried for a label, across and down. */
const LABEL_STEPS = 41;
/** How much more room a label needs per unit of distance from the middle, to the side and up or down. */
const ASIDE_COST = 0.5;
const UP_COST = 0.15;

/**
 * The point at which a label looks centred in a polygon, even in a bent one: with the most room around it, but not far
 * from the middle. Labels are assumed to be twice as wide as high.
 */
export function labelPoint(polygon: Polygon): Point {
  // Stretched so that labels are as high as wide.
  const stretched = polygon.map(([x, y]): Point => [x, 2 * y]);
  const [left, top, right, bottom] = bounds(stretched);
  const middle = centroid(stretched);
  let best: Point = middle;
  let bestScore = -Infinity;
  for (let row = 0; row < LABEL_STEPS; row++) {
    for (let column = 0; column < LABEL_STEPS; column++) {
      const x = left + (right - left) * column / (LABEL_STEPS - 1);
      const y = top + (bottom - top) * row / (LABEL_STEPS - 1);
      if (!contains(stretched, { x, y })) continue;
      const score = roomAround(stretched, [x, y]) -
        Math.hypot(ASIDE_COST * (x - middle[0]), UP_COST * (y - middle[1]));
      if (score <= bestScore) continue;
      best = [x, y];
      bestScore = score;
    }
  }
  return [best[0], best[1] / 2];
}

/** The distance to the nearest edge of a polygon. */
function roomAround(polygon: Polygon, [x, y]: Point): number {
  return Math.min(...polygon.map(([x1, y1], at) => {
    const [x2, y2] = polygon[(at + 1) % polygon.length];
    const square = (x2 - x1) ** 2 + (y2 - y1) ** 2 || 1;
    const along = Math.min(Math.max(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / square, 0), 1);
    return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1));
  }));
}

/** The bounding box of some points. */
export function bounds(points: Point[]): [left: number, top: number, right: number, bottom: number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Rounds to a tenth of a unit, which is finer than any screen shows and keeps a chart of 12,000 seats small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
