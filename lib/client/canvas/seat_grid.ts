/** Finds seats by their position. */
import type { ChartSeat, Point, Polygon } from "@/lib/charts/chart.ts";
import type { Box, Position } from "./viewport.ts";

const CELL_UNITS = 60;

/** Seats sorted into the cells of a grid, so that a lookup visits a few seats instead of all. */
export class SeatGrid {
  readonly #seats: readonly ChartSeat[];
  readonly #cells = new Map<number, number[]>();

  /** Standing places are left out: those of an area share one point, and are picked through the area. */
  constructor(seats: readonly ChartSeat[]) {
    this.#seats = seats;
    for (const index of seats.keys()) this.add(index);
  }

  /** Sorts in a seat of the list. */
  add(index: number): void {
    const seat = this.#seats[index];
    if (seat.area !== undefined) return;
    const key = cellOf(seat);
    const cell = this.#cells.get(key);
    if (cell) cell.push(index);
    else this.#cells.set(key, [index]);
  }

  /** Takes out a seat, from where it was. */
  remove(index: number, before: ChartSeat): void {
    const cell = this.#cells.get(cellOf(before));
    const at = cell?.indexOf(index) ?? -1;
    if (at >= 0) cell!.splice(at, 1);
  }

  /** The index of the seat nearest to a point, of those that `accepts` allows within `reach` (chart units); or null. */
  nearest(
    { x, y }: Position,
    reach: number,
    accepts: (index: number) => boolean = () => true,
  ): number | null {
    let best: number | null = null;
    let bestDistance = reach;
    for (
      const index of this.within({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach })
    ) {
      const distance = Math.hypot(this.#seats[index].x - x, this.#seats[index].y - y);
      if (distance > bestDistance || !accepts(index)) continue;
      best = index;
      bestDistance = distance;
    }
    return best;
  }

  /** The indexes of the seats whose centre lies in a box; in chart order within each cell. */
  within({ left, top, right, bottom }: Box): number[] {
    const found: number[] = [];
    const cell = (value: number) => Math.floor(value / CELL_UNITS);
    for (let row = cell(top); row <= cell(bottom); row++) {
      for (let column = cell(left); column <= cell(right); column++) {
        for (const index of this.#cells.get(cellKey(column, row)) ?? []) {
          const { x, y } = this.#seats[index];
          if (x >= left && x <= right && y >= top && y <= bottom) found.push(index);
        }
      }
    }
    return found;
  }
}

function cellOf({ x, y }: Position): number {
  return cellKey(Math.floor(x / CELL_UNITS), Math.floor(y / CELL_UNITS));
}

/** Charts are at most 100,000 units wide, so they have fewer than 10,000 columns. */
function cellKey(column: number, row: number): number {
  return row * 10_000 + column;
}

/** The width of the widest horizontal line centred on a point inside a polygon; 0 if the point is outside. */
export function widthAround(polygon: Polygon, [x, y]: Point): number {
  let [left, right, isInside] = [Infinity, Infinity, false];
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [x1, y1] = polygon[at];
    const [x2, y2] = polygon[before];
    if ((y1 > y) === (y2 > y)) continue;
    const crossing = (x2 - x1) * (y - y1) / (y2 - y1) + x1;
    if (crossing < x) left = Math.min(left, x - crossing);
    else {
      right = Math.min(right, crossing - x);
      isInside = !isInside;
    }
  }
  return isInside ? 2 * Math.min(left, right) : 0;
}
