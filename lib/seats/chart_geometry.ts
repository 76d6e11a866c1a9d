/** The plane geometry that halls are drawn with. Angles are in degrees, coordinates in chart units. */
import type { Point, Polygon } from "./chart.ts";

/** How many seats fit on an arc of this many degrees. */
export function seatsOnArc(radius: number, degrees: number, seatPitch = 24): number {
  return Math.floor(radius * degrees * Math.PI / 180 / seatPitch);
}

/** The point `distance` from `centre`; 0 degrees is straight down, positive to the left, as blocks turn. */
export function polar(centre: Point, distance: number, degrees: number): Point {
  const radians = degrees * Math.PI / 180;
  return [centre[0] - distance * Math.sin(radians), centre[1] + distance * Math.cos(radians)];
}

/** A rectangle around its centre. */
export function rectangle(x: number, y: number, width: number, height: number): Polygon {
  const [right, bottom] = [width / 2, height / 2];
  return [[x - right, y - bottom], [x + right, y - bottom], [x + right, y + bottom], [x - right, y + bottom]];
}

/** A ring segment (or with `inner` 0 a slice) around `centre`, from one angle to another as {@link polar} counts. */
export function ringSegment(centre: Point, inner: number, outer: number, from: number, to: number): Polygon {
  const steps = Math.max(4, Math.ceil(Math.abs(to - from) / 5));
  const arc = (radius: number, start: number, end: number) =>
    Array.from(
      { length: steps + 1 },
      (_, step) => polar(centre, radius, start + (end - start) * step / steps),
    );
  return [...arc(outer, from, to), ...(inner > 0 ? arc(inner, to, from) : [centre])];
}

/** What a simple polygon covers, in square units (shoelace formula). */
export function surface(polygon: Polygon): number {
  let double = 0;
  for (const [at, [x, y]] of polygon.entries()) {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length];
    double += x * nextY - nextX * y;
  }
  return Math.abs(double) / 2;
}

/** Whether a point lies inside a polygon, by the number of its edges right of the point. */
export function contains(polygon: Polygon, { x, y }: { x: number; y: number }): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [x1, y1] = polygon[at];
    const [x2, y2] = polygon[before];
    if ((y1 > y) !== (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** The centre of gravity of a simple polygon (shoelace formula). */
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

/** The box around some points. */
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

/** A tenth of a unit is finer than any screen shows, and keeps a chart of 12,000 seats small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
