/** A hall's seats as the audience finds them: rows from the front, seats from the left. Pure, and free of schemas. */
import type { ChartSeat, ChartShape, Point } from "./chart.ts";
import { bounds } from "./geometry.ts";

/** The part of a drawing that says where its front is. */
interface Front {
  width: number;
  shapes: ChartShape[];
  focus?: Point;
}

/** Seats with the same section and row name, from left to right; at a table in order around it, and `name` is empty. */
export interface HallRow {
  name: string;
  seats: ChartSeat[];
}

/** Where the audience looks: the focal point, else the first stage or screen, else the middle of the upper edge. */
export function frontOf({ width, shapes, focus }: Front): Point {
  if (focus) return focus;
  for (const shape of shapes) {
    if (shape.kind !== "stage" && shape.kind !== "screen") continue;
    const [left, top, right, bottom] = bounds(shape.polygon);
    return [(left + right) / 2, (top + bottom) / 2];
  }
  return [width / 2, 0];
}

/** The rows of a section, the one closest to the front first. Standing places are left out. */
export function rowsOfSection(drawing: Front & { seats: ChartSeat[] }, section: string): HallRow[] {
  const front = frontOf(drawing);
  const seats = drawing.seats.filter((seat) => seat.section === section && seat.area === undefined);
  return [...Map.groupBy(seats, ({ row }) => row)]
    .map(([name, seats]) => ({ name, seats: name === "" ? seats : fromLeft(seats, front) }))
    .map((row) => ({ row, distance: distanceOf(row.seats, front) }))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ row }) => row);
}

/** Sorted by the direction in which they are seen from the front; rows may run around it. */
function fromLeft(seats: ChartSeat[], [x, y]: Point): ChartSeat[] {
  const angleOf = (seat: ChartSeat) => Math.atan2(seat.x - x, seat.y - y);
  const [sine, cosine] = seats.reduce(
    ([sine, cosine], seat) => [sine + Math.sin(angleOf(seat)), cosine + Math.cos(angleOf(seat))],
    [0, 0],
  );
  const middle = Math.atan2(sine, cosine);
  const fromMiddle = (seat: ChartSeat) => {
    const turn = angleOf(seat) - middle;
    return Math.atan2(Math.sin(turn), Math.cos(turn));
  };
  return seats.map((seat) => ({ seat, at: fromMiddle(seat) })).toSorted((a, b) => a.at - b.at)
    .map(({ seat }) => seat);
}

function distanceOf(seats: ChartSeat[], [x, y]: Point): number {
  return Math.min(...seats.map((seat) => Math.hypot(seat.x - x, seat.y - y)));
}
