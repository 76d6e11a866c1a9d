/** Apart from the rest of geometry, because the page of an event loads it, and nothing else of it. */
import type { Polygon } from "./chart.ts";

/** Whether a point lies inside a polygon, by the number of edges to its right. */
export function contains(polygon: Polygon, { x, y }: { x: number; y: number }): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [x1, y1] = polygon[at];
    const [x2, y2] = polygon[before];
    if ((y1 > y) !== (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
