/** A plan that was read from a file: seats with names, perhaps without positions, on their way to a chart. */
import {
  type Chart,
  type ChartSeat,
  type ChartShape,
  type Point,
  SEAT_COUNT_MAX,
  type SeatFlag,
} from "../chart.ts";
import { bounds, rectangle, round } from "../geometry.ts";

/** A seat as the file names it. */
export interface PlannedSeat {
  /** The line of the file, from 1, if it has lines. */
  line?: number;
  id?: string;
  section: string;
  row: string;
  number: string;
  zone: string;
  flags: SeatFlag[];
  /** Its position, in the file's own units. */
  at?: Point;
  /** Whether an aisle follows it in its row. */
  beforeAisle?: boolean;
}

export interface Plan {
  /** In the order of the file. Either all have a position, or none has. */
  seats: PlannedSeat[];
  /** In the same units as the seats' positions. */
  shapes: ChartShape[];
}

/** Words for what a file leaves unnamed, in the language of whoever imports it. */
export interface DefaultNames {
  section: string;
  zone: string;
  stage: string;
}

/** What the import changed or left out. */
export type ImportNote =
  /** The seats had no positions and were laid out in rows. */
  | "laid-out"
  /** Shapes that look like seats became seats; their names were read or guessed. */
  | "seats-recognised"
  /** Members or columns that mean nothing here were left out. */
  | "left-out";

/** Why a file cannot be imported, and where: the line of a text, or the path into a JSON document. */
export type ImportFault = { line?: number; path?: string } & ImportReason;
export type ImportReason =
  | {
    code:
      | "empty"
      | "too-many-seats"
      | "too-large"
      | "too-deep"
      | "not-json"
      | "not-understood"
      | "row-repeated"
      | "doctype"
      | "too-many-shapes"
      | "no-seats-drawn";
  }
  | {
    code: "columns-missing" | "row-without-seat" | "unknown-word" | "unknown-flag" | "formula";
    text: string;
  }
  | { code: "invalid"; text: string };

/** What the stage is called in the drawings of theatres. */
export const STAGE_NAME = /stage|bühne|scène|podium/i;

/** The most faults that are reported. */
export const FAULTS_MAX = 50;

const SEAT_PITCH = 24;
const ROW_PITCH = 28;
const AISLE_WIDTH = 44;
/** Between two sections, and between the stage and the first row. */
const GANGWAY = 60;
const MARGIN = 40;
const ID_LENGTH_MAX = 40;
const COLOURS = 6;

/** Whether a spreadsheet would take a name for a formula when it opens the door list. */
export function isFormula(name: string): boolean {
  return /^[=+\-@]/.test(name);
}

/** The chart of a plan that has seats, and what had to be changed; the chart may still have problems. */
export function chartOf(plan: Plan, names: DefaultNames): { chart: Chart; notes: ImportNote[] } {
  const hasPositions = plan.seats[0].at !== undefined;
  const { positions, shapes } = hasPositions ? scaled(plan) : laidOut(plan.seats, names);
  const [left, top, right, bottom] = bounds([...positions, ...shapes.flatMap(extentOf)]);
  const move = ([x, y]: Point): Point => [round(x - left + MARGIN), round(y - top + MARGIN)];
  const zoneIds = idsFor(plan.seats.map(({ zone }) => zone), "zone");
  const sectionIds = idsFor(plan.seats.map(({ section }) => section), "section");
  const seatId = uniqueIds();
  const seats = plan.seats.map((seat, n): ChartSeat => {
    const { section, row, number, zone, flags } = seat;
    const [x, y] = move(positions[n]);
    const id = seatId(seat.id ?? [sectionIds.get(section), row, number].filter(Boolean).join("-"));
    return { id, x, y, zone: zoneIds.get(zone)!, section: sectionIds.get(section)!, row, number, flags };
  });
  const chart: Chart = {
    version: 1,
    seatCount: seats.length,
    width: Math.ceil(right - left + 2 * MARGIN),
    height: Math.ceil(bottom - top + 2 * MARGIN),
    zones: [...zoneIds].map(([name, id], n) => ({ id, name, colour: n % COLOURS + 1 })),
    sections: [...sectionIds].map(([name, id]) => ({ id, name, labelAt: middleOf(seats, id) })),
    seats,
    areas: [],
    shapes: shapes.map((shape) =>
      "polygon" in shape ? { ...shape, polygon: shape.polygon.map(move) } : { ...shape, at: move(shape.at) }
    ),
  };
  return { chart, notes: hasPositions ? [] : ["laid-out"] };
}

interface Drawing {
  /** The position of each seat. */
  positions: Point[];
  shapes: ChartShape[];
}

/** Rows behind each other, each centred, one section after the other, with a stage in front. */
function laidOut(seats: PlannedSeat[], { stage }: DefaultNames): Drawing {
  const rows = Map.groupBy(seats.keys(), (n) => JSON.stringify([seats[n].section, seats[n].row]));
  const sections = Map.groupBy(rows.values(), ([first]) => seats[first].section);
  const positions: Point[] = [];
  let y = 0;
  for (const rowsOfSection of sections.values()) {
    for (const row of rowsOfSection) {
      let x = 0;
      for (const n of row) {
        positions[n] = [x, y];
        x += seats[n].beforeAisle ? AISLE_WIDTH : SEAT_PITCH;
      }
      const middle = positions[row.at(-1)!][0] / 2;
      for (const n of row) positions[n] = [positions[n][0] - middle, y];
      y += ROW_PITCH;
    }
    y += GANGWAY - ROW_PITCH;
  }
  const [left, , right] = bounds(positions);
  const polygon = rectangle(0, -GANGWAY - ROW_PITCH, Math.max(8 * SEAT_PITCH, 0.6 * (right - left)), 40);
  return { positions, shapes: [{ kind: "stage", polygon, label: stage }] };
}

/** The plan in chart units, where the closest two seats that don't coincide are {@link SEAT_PITCH} apart. */
function scaled({ seats, shapes }: Plan): Drawing {
  const positions = seats.map(({ at }) => at!);
  const closest = closestDistance(positions);
  const scale = Number.isFinite(closest) ? SEAT_PITCH / closest : 1;
  const grow = ([x, y]: Point): Point => [x * scale, y * scale];
  return {
    positions: positions.map(grow),
    shapes: shapes.map((shape) => {
      if (shape.kind === "text") return { ...shape, at: grow(shape.at), size: shape.size * scale };
      if ("polygon" in shape) return { ...shape, polygon: shape.polygon.map(grow) };
      return { ...shape, at: grow(shape.at), radius: shape.radius * scale };
    }),
  };
}

/**
 * The smallest distance between two points that differ; Infinity if there are none. The points are added one by one to a
 * grid whose cells are as wide as the smallest distance so far, so that a cell holds at most a few of them; a smaller
 * distance rebuilds it (Rabin's algorithm without its shuffle: only a hostile plan needs it, and the import's deadline
 * stops that).
 */
export function closestDistance(points: Point[]): number {
  const different = [...new Map(points.map((point) => [String(point), point])).values()];
  if (different.length < 2) return Infinity;
  const between = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  let cells = new Map<string, Point[]>();
  let closest = between(different[0], different[1]);
  const cellOf = ([x, y]: Point) => [Math.floor(x / closest), Math.floor(y / closest)];
  const add = (point: Point) => {
    const key = String(cellOf(point));
    const cell = cells.get(key);
    if (cell) cell.push(point);
    else cells.set(key, [point]);
  };
  for (const [n, point] of different.entries()) {
    const [column, line] = cellOf(point);
    const before = closest;
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = line - 1; y <= line + 1; y++) {
        for (const other of cells.get(`${x},${y}`) ?? []) closest = Math.min(closest, between(point, other));
      }
    }
    if (closest < before) {
      cells = new Map();
      for (const earlier of different.slice(0, n)) add(earlier);
    }
    add(point);
  }
  return closest;
}

function extentOf(shape: ChartShape): Point[] {
  if ("polygon" in shape) return shape.polygon;
  if (shape.kind === "text") return [shape.at];
  const { at: [x, y], radius } = shape;
  return [[x - radius, y - radius], [x + radius, y + radius]];
}

function middleOf(seats: ChartSeat[], section: string): Point {
  const [left, top, right, bottom] = bounds(
    seats.filter((seat) => seat.section === section).map(({ x, y }): Point => [x, y]),
  );
  return [round((left + right) / 2), round((top + bottom) / 2)];
}

/** An id for each name: the name itself if it is short enough. */
function idsFor(names: string[], kind: string): Map<string, string> {
  const distinct = [...new Set(names)];
  return new Map(
    distinct.map((name, n) => [name, name.length <= ID_LENGTH_MAX ? name : `${kind}-${n + 1}`]),
  );
}

/** Returns a function that makes ids unique: it shortens an id that is too long, and numbers one that is taken. */
function uniqueIds(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    let id = wanted.slice(0, ID_LENGTH_MAX);
    for (let n = 2; taken.has(id); n++) id = `${wanted.slice(0, ID_LENGTH_MAX - 7)}-${n}`;
    taken.add(id);
    return id;
  };
}

/** Whether a plan has more seats than a hall may have. */
export function hasTooMany(count: number): boolean {
  return count > SEAT_COUNT_MAX;
}
