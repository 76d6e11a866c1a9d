/**
 * Where the seats of rows and blocks lie. Pure, and free of schemas: the builder, the forms and the designer's island
 * place seats by it. A block's own coordinates are `along` a row, to the right as the audience sees it, and `depth`
 * behind the front row.
 */
import type { Point } from "./chart.ts";
import { round } from "./geometry.ts";

/** The seats in a row from left to right, as counts between aisles: `[6, 12, 6]` has two aisles. */
export type RowSeats = number | number[];

/** Distances in chart units from the middle of a seat to the next one's, used where none is given. */
export const SEAT_PITCH = 24;
export const ROW_PITCH = 28;
export const AISLE_WIDTH = 44;

/** Where a block or a row lies. */
export interface Frame {
  /** The middle of the front row. */
  at: Point;
  /** Degrees, clockwise. At 0 the audience looks up, at 90 to the right. */
  turn?: number;
  /** If given, rows are arcs around a point this far in front of the front row; they bend away if it is negative. */
  radius?: number;
}

/** A seat's position along its row, before the block is turned or bent. */
export interface RowPosition {
  along: number;
  atAisle: boolean;
}

/** A seat's place on the chart. */
export interface PlacedSeat {
  at: Point;
  atAisle: boolean;
}

/** How the seats of a row follow each other. */
export interface RowSpacing {
  seats: RowSeats;
  seatPitch?: number;
  aisleWidth?: number;
}

/** The seats of a row from left to right, centred. */
export function rowPositions(
  { seats, seatPitch = SEAT_PITCH, aisleWidth = AISLE_WIDTH }: RowSpacing,
): RowPosition[] {
  const counts = [seats].flat().filter((count) => count > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const width = (total - counts.length) * seatPitch + (counts.length - 1) * aisleWidth;
  const positions: RowPosition[] = [];
  let along = -width / 2;
  for (const count of counts) {
    for (let seat = 0; seat < count; seat++) {
      positions.push({ along: along + seat * seatPitch, atAisle: seat === 0 || seat === count - 1 });
    }
    along += (count - 1) * seatPitch + aisleWidth;
  }
  return positions;
}

/** Bends and turns a point of a block. */
export function pointOnChart({ at, turn = 0, radius }: Frame, along: number, depth: number): Point {
  let [right, back] = [along, depth];
  if (radius !== undefined) {
    const angle = along / (radius + depth);
    right = (radius + depth) * Math.sin(angle);
    back = (radius + depth) * Math.cos(angle) - radius;
  }
  const radians = turn * Math.PI / 180;
  return [
    at[0] + right * Math.cos(radians) - back * Math.sin(radians),
    at[1] + right * Math.sin(radians) + back * Math.cos(radians),
  ];
}

/**
 * The radius of a row of this length whose arc spans `curve` degrees, or undefined for a straight row. With a positive
 * curve its ends come forward, as around a stage.
 */
export function radiusOf(length: number, curve: number): number | undefined {
  return curve === 0 || length === 0 ? undefined : length / (curve * Math.PI / 180);
}

/** A row by its own measures: `at` is its middle, `curve` the degrees that its arc spans. */
export interface RowLayout extends RowSpacing {
  at: Point;
  turn?: number;
  curve?: number;
}

/** The seats of one row, from left to right; coordinates are rounded to a tenth. */
export function rowPoints({ at, turn, curve = 0, ...spacing }: RowLayout): PlacedSeat[] {
  return blockPoints({ at, turn, curve, rows: 1, ...spacing })[0];
}

/** Rows behind each other. */
export interface BlockLayout extends RowLayout {
  rows: number;
  rowPitch?: number;
  /** By how many seats each row is longer (or, if negative, shorter) than the one in front of it. */
  taper?: number;
  /** Shifts every second row by half a seat, so that people look between the heads in front. */
  stagger?: boolean;
}

/**
 * The rows of a block, front first, each from left to right; coordinates are rounded to a tenth. `at` is the middle of
 * the front row, whose arc spans `curve` degrees; the rows behind it have the same centre. A row that tapers gains or
 * loses seats in its largest part, and keeps at least one.
 */
export function blockPoints(
  { at, turn, curve = 0, rows, rowPitch = ROW_PITCH, taper = 0, stagger = false, ...spacing }: BlockLayout,
): PlacedSeat[][] {
  const front = rowPositions(spacing);
  const length = front.length > 0 ? front.at(-1)!.along - front[0].along : 0;
  const frame = { at, turn, radius: radiusOf(length, curve) };
  return Array.from({ length: rows }, (_, row) => {
    const shift = stagger && row % 2 === 1 ? (spacing.seatPitch ?? SEAT_PITCH) / 2 : 0;
    return rowPositions({ ...spacing, seats: tapered(spacing.seats, taper * row) }).map((
      { along, atAisle },
    ) => {
      const [x, y] = pointOnChart(frame, along + shift, row * rowPitch);
      return { at: [round(x), round(y)], atAisle };
    });
  });
}

function tapered(seats: RowSeats, more: number): number[] {
  const counts = [seats].flat();
  const largest = counts.indexOf(Math.max(...counts));
  return counts.map((count, at) => at === largest ? Math.max(1, count + Math.round(more)) : count);
}

/** The measures of a row that was drawn: see {@link RowLayout}. */
export interface RowMeasures {
  at: Point;
  turn: number;
  curve: number;
  seatPitch: number;
}

/**
 * Measures a row from its seats' points, from left to right: the chord gives its turn, how far its middle lies behind
 * the chord gives its curve, and the closest neighbours its spacing. A row of one seat is straight and looks up.
 */
export function measureRow(points: Point[]): RowMeasures {
  const [first, last] = [points[0], points.at(-1)!];
  const chord: Point = [last[0] - first[0], last[1] - first[1]];
  const width = Math.hypot(...chord);
  if (width === 0) return { at: first, turn: 0, curve: 0, seatPitch: SEAT_PITCH };
  const radians = Math.atan2(chord[1], chord[0]);
  const middle: Point = [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2];
  // How far each seat lies behind the chord, and how far along it from the middle.
  const local = points.map(([x, y]) => {
    const [dx, dy] = [x - middle[0], y - middle[1]];
    return {
      along: dx * Math.cos(radians) + dy * Math.sin(radians),
      depth: dy * Math.cos(radians) - dx * Math.sin(radians),
    };
  });
  const nearest = local.reduce((best, seat) => Math.abs(seat.along) < Math.abs(best.along) ? seat : best);
  const sagitta = sagittaAt(width / 2, nearest.along, nearest.depth);
  // Half the angle that an arc of this chord and sagitta spans.
  const half = 2 * Math.atan2(2 * sagitta, width);
  const gaps = points.slice(1).map(([x, y], n) => Math.hypot(x - points[n][0], y - points[n][1]));
  return {
    at: [
      round(middle[0] - sagitta * Math.sin(radians)),
      round(middle[1] + sagitta * Math.cos(radians)),
    ],
    turn: round(radians * 180 / Math.PI),
    curve: round(2 * half * 180 / Math.PI),
    seatPitch: round(Math.min(...gaps)),
  };
}

/** The height over the middle of a chord of the arc through its ends and a point `along` and `depth` from its middle. */
function sagittaAt(halfChord: number, along: number, depth: number): number {
  if (Math.abs(depth) < 0.1) return 0;
  // The centre lies `c` in front of the chord: halfChord² + c² = along² + (depth + c)².
  const c = (halfChord ** 2 - along ** 2 - depth ** 2) / (2 * depth);
  const radius = Math.hypot(halfChord, c);
  return depth > 0 ? radius - c : -radius - c;
}
