/** Moving from seat to seat with the arrow keys. Loaded on the first key. */
import type { Chart, ChartSeat } from "@/lib/charts/chart.ts";
import type { Block } from "../canvas/hall.ts";

export type Direction = "left" | "right" | "up" | "down";

const STEPS: Record<Direction, [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** Distance to the side counts this many times as much as distance straight ahead. */
const SIDEWAYS_COST = 2.5;
/** Extra distance, in chart units, to a seat in another row or section when moving along a row. */
const OTHER_ROW_COST = 400;

/**
 * The next seat from `from` in a direction, or null at the edge of the hall. Along a row, first its own seats, however
 * it curves, then what lies beyond; up and down, the nearest seat straight ahead. Skips standing places and seats that
 * `canVisit` rejects.
 */
export function neighbour(
  seats: readonly ChartSeat[],
  from: number,
  direction: Direction,
  canVisit: (index: number) => boolean,
): number | null {
  const [stepX, stepY] = STEPS[direction];
  const start = seats[from];
  let best: number | null = null;
  let bestCost = Infinity;
  seats.forEach((seat, index) => {
    if (index === from || seat.area !== undefined || !canVisit(index)) return;
    const ahead = (seat.x - start.x) * stepX + (seat.y - start.y) * stepY;
    if (ahead <= 0.5) return;
    const sideways = Math.abs((seat.x - start.x) * stepY) + Math.abs((seat.y - start.y) * stepX);
    const alongRow = stepX !== 0 && seat.row === start.row && seat.section === start.section;
    if (!alongRow && sideways > ahead * 2) return;
    const cost = alongRow
      ? Math.hypot(ahead, sideways)
      : ahead + sideways * SIDEWAYS_COST + (stepX !== 0 ? OTHER_ROW_COST : 0);
    if (cost < bestCost) {
      best = index;
      bestCost = cost;
    }
  });
  return best;
}

/** The outermost seat on one side of the same row, of those that `canVisit` accepts. */
export function rowEnd(
  seats: readonly ChartSeat[],
  from: number,
  side: "left" | "right",
  canVisit: (index: number) => boolean,
): number {
  const { section, row } = seats[from];
  const sign = side === "left" ? -1 : 1;
  let best = from;
  seats.forEach((seat, index) => {
    if (seat.section !== section || seat.row !== row || !canVisit(index)) return;
    if ((seat.x - seats[best].x) * sign > 0) best = index;
  });
  return best;
}

/**
 * A free seat in the next section that has rows and that `canVisit` accepts, or the section's first seat when none is
 * free; null after the last section. A `step` of -1 goes backwards.
 */
export function nextSection(
  blocks: readonly Block[],
  from: number,
  step: 1 | -1,
  isFree: (index: number) => boolean,
  canVisit: (block: Block) => boolean,
): number | null {
  for (let at = from + step; at >= 0 && at < blocks.length; at += step) {
    const { seats, area } = blocks[at];
    if (!area && canVisit(blocks[at])) return seats.find(isFree) ?? seats[0];
  }
  return null;
}

/** The free seat nearest to the middle of the hall; the hall's first seat when none is free. */
export function firstSeat(chart: Chart, isFree: (index: number) => boolean): number {
  const middle = { x: chart.width / 2, y: chart.height / 2 };
  let best = 0;
  let bestDistance = Infinity;
  chart.seats.forEach((seat, index) => {
    const distance = Math.hypot(seat.x - middle.x, seat.y - middle.y);
    if (seat.area !== undefined || !isFree(index) || distance >= bestDistance) return;
    best = index;
    bestDistance = distance;
  });
  return best;
}
