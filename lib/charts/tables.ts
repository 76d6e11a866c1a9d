/** Where the seats around tables lie. Pure, and free of schemas: the builder and the designer's island use it. */
import type { ChartShape, Point, Polygon } from "./chart.ts";
import { polar, rectangle, round } from "./geometry.ts";
import { pointOnChart } from "./rows.ts";
import { SEAT_DIAMETER } from "./sizes.ts";

/** Seats around a round table, or along the two long sides of a long one. */
export type TableSeats = { around: number } | { sides: [number, number] };

export interface TableLayout {
  /** The middle of the table. */
  at: Point;
  seats: TableSeats;
  /** Degrees, clockwise. At 0 the first seat of a round table is above it, and long tables are horizontal. */
  turn?: number;
  seatPitch?: number;
}

/** A table with the points at which its seats lie, clockwise. */
export interface PlacedTable {
  points: Point[];
  outline: Polygon;
  shape: Exclude<ChartShape, { kind: "text" }>;
}

const TABLE_SEAT_PITCH = 26;
const OUTLINE_PADDING = SEAT_DIAMETER * 0.8;
/** The distance of a table's seats from its edge, and the minimum width of a table. */
const TABLE_GAP = SEAT_DIAMETER * 0.7;
const TABLE_WIDTH_MIN = 32;

/** The seats of a table, what is drawn of it, and the outline of its section. */
export function placeTable({ at, seats, turn = 0, seatPitch = TABLE_SEAT_PITCH }: TableLayout): PlacedTable {
  return "around" in seats
    ? roundTable(at, seats.around, turn, seatPitch)
    : longTable(at, seats.sides, turn, seatPitch);
}

function roundTable(at: Point, count: number, turn: number, seatPitch: number): PlacedTable {
  const radius = Math.max(count * seatPitch / (2 * Math.PI), TABLE_WIDTH_MIN / 2 + TABLE_GAP);
  const around = (distance: number, steps: number) =>
    Array.from({ length: steps }, (_, step) => polar(at, distance, 180 + turn + step * 360 / steps));
  return {
    points: around(radius, count),
    outline: around(radius + OUTLINE_PADDING, 24),
    shape: { kind: "round-table", at, radius: round(radius - TABLE_GAP) },
  };
}

function longTable(
  at: Point,
  [above, below]: [number, number],
  turn: number,
  seatPitch: number,
): PlacedTable {
  const longest = Math.max(above, below);
  const away = TABLE_WIDTH_MIN / 2 + TABLE_GAP;
  const length = longest * seatPitch;
  const frame = { at, turn };
  const side = (count: number, depth: number) =>
    Array.from(
      { length: count },
      (_, index) => pointOnChart(frame, (index - (count - 1) / 2) * seatPitch, depth),
    );
  const corners = (polygon: Polygon) => polygon.map(([along, depth]) => pointOnChart(frame, along, depth));
  return {
    points: [...side(above, -away), ...side(below, away).reverse()],
    outline: corners(rectangle(0, 0, length + OUTLINE_PADDING, 2 * (away + OUTLINE_PADDING))),
    shape: { kind: "table", polygon: corners(rectangle(0, 0, length, TABLE_WIDTH_MIN)) },
  };
}
