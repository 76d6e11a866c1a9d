/**
 * Finds the seats of a drawing, which has shapes and texts but no word for a seat: of its small closed shapes, those of the
 * most frequent size are the seats. Their groups and layers become sections and rows, their colours zones, and the texts
 * in and beside them numbers and rows. Whatever was guessed wrong is corrected in the drawing that comes out.
 */
import { letters } from "../labels.ts";
import { type ChartShape, type Point, type Polygon, ROW_SEATS_MAX } from "../chart.ts";
import { bounds, contains } from "../geometry.ts";
import {
  type DefaultNames,
  hasTooMany,
  type ImportFault,
  type ImportNote,
  type Plan,
  STAGE_NAME,
} from "./plan.ts";

/** A closed shape, in the drawing's units, with y growing downwards. */
export interface DrawnShape {
  outline: Polygon;
  colour: string;
  /** The names of the groups or layers that it is in, outermost first. */
  groups: string[];
}

export interface DrawnText {
  /** Its middle. */
  at: Point;
  text: string;
  size: number;
  /** Degrees, clockwise. */
  turn: number;
}

export interface Drawn {
  shapes: DrawnShape[];
  texts: DrawnText[];
  /** Whether something was left out. */
  isPartial: boolean;
}

/** The most shapes of a drawing: the seats, and as many again around them. */
export const DRAWN_MAX = 120_000;

/** A seat is at most this many times as long as it is wide. */
const ASPECT_MAX = 1.6;
/** The sizes of a drawing's seats differ by at most this factor. */
const SIZE_SPREAD = 1.3;
/** Fewer shapes of one size are no seats. */
const SEATS_MIN = 2;
/** In distances between neighbours: the widest aisle in a row, and the greatest distance of a row's name from it. */
const AISLE_MAX = 3.5;
const ROW_NAME_DISTANCE_MAX = 3;
/** How much a row may rise from one seat to the next, for each unit to the side. */
const SLOPE_MAX = 1.2;
/** A group that is higher than this, for each unit of its width, has several rows. */
const FLATNESS_MAX = 0.6;
const NAME_LENGTH_MAX = 12;
const LABEL_LENGTH_MAX = 80;
const POLYGON_POINTS_MAX = 500;
const SHAPES_MAX = 2_000;

/** A shape with what is asked of it again and again. */
interface Sized extends DrawnShape {
  middle: Point;
  /** The longer side of the box around it. */
  size: number;
}

/** The plan of a drawing; faults if nothing in it looks like seats. */
export function planOfDrawing(
  drawn: Drawn,
  names: DefaultNames,
): { plan: Plan; notes: ImportNote[] } | { faults: ImportFault[] } {
  const { seats, others } = seatsAmong(drawn.shapes.map(sized));
  if (seats.length === 0) return { faults: [{ code: "no-seats-drawn" }] };
  if (hasTooMany(seats.length)) return { faults: [{ code: "too-many-seats" }] };
  const numbers = textsInside(seats, drawn.texts);
  const pitch = pitchOf(seats);
  const besides = drawn.texts.filter((text) => !numbers.used.has(text));
  const { sectionOf, rowOf } = namesByGroup(seats, names);
  const zones = [...new Set(seats.map(({ colour }) => colour))];
  const usedAsRows = new Set<DrawnText>();
  const planned: Plan["seats"] = [];
  for (const [section, members] of Map.groupBy(seats, sectionOf)) {
    const rows = rowsOf(members, pitch, rowOf);
    const rowNames = namesOfRows(rows, besides, pitch);
    for (const text of rowNames.used) usedAsRows.add(text);
    for (const [n, row] of rows.entries()) {
      const texts = row.seats.map((seat) => numbers.of.get(seat));
      const areNumbered = texts.every((text) => text !== undefined) && new Set(texts).size === texts.length;
      for (const [place, seat] of row.seats.entries()) {
        planned.push({
          section,
          row: rowNames.names[n],
          number: areNumbered ? texts[place]! : String(place + 1),
          zone: zones.length === 1 ? names.zone : `${names.zone} ${zones.indexOf(seat.colour) + 1}`,
          flags: [],
          at: seat.middle,
        });
      }
    }
  }
  const rest = besides.filter((text) => !usedAsRows.has(text));
  const shapes = surroundings(others, rest, seats);
  const isPartial = drawn.isPartial || shapes.length > SHAPES_MAX;
  return {
    plan: { seats: planned, shapes: shapes.slice(0, SHAPES_MAX) },
    notes: isPartial ? ["seats-recognised", "left-out"] : ["seats-recognised"],
  };
}

function sized(shape: DrawnShape): Sized {
  const [left, top, right, bottom] = bounds(shape.outline);
  return {
    ...shape,
    middle: [(left + right) / 2, (top + bottom) / 2],
    size: Math.max(right - left, bottom - top),
  };
}

/** The shapes of the most frequent size, larger ones first if two are alike, and all others. */
function seatsAmong(shapes: Sized[]): { seats: Sized[]; others: Sized[] } {
  const candidates = shapes.filter(isCompact).toSorted((a, b) => a.size - b.size);
  let [from, to] = [0, 0];
  for (let start = 0, end = 0; start < candidates.length; start++) {
    while (end < candidates.length && candidates[end].size <= candidates[start].size * SIZE_SPREAD) end++;
    if (end - start >= to - from) [from, to] = [start, end];
  }
  if (to - from < SEATS_MIN) return { seats: [], others: shapes };
  const chosen = new Set(candidates.slice(from, to));
  const size = candidates[to - 1].size;
  // A seat that is drawn as several shapes, such as a disc and its rim, has them all at its middle.
  const cells = new Set<string>();
  const seats = shapes.filter((shape) => {
    if (!chosen.has(shape)) return false;
    const cell = shape.middle.map((value) => Math.round(value / size * 4)).join();
    return !cells.has(cell) && cells.add(cell);
  });
  return { seats, others: shapes.filter((shape) => shape.size > size) };
}

function isCompact({ outline, size }: Sized): boolean {
  const [left, top, right, bottom] = bounds(outline);
  return size > 0 && size <= ASPECT_MAX * Math.min(right - left, bottom - top);
}

/** The short texts that lie in a seat, by seat. */
function textsInside(seats: Sized[], texts: DrawnText[]): { of: Map<Sized, string>; used: Set<DrawnText> } {
  const cells = cellsOf(seats, 2 * seats[0].size);
  const of = new Map<Sized, string>();
  const used = new Set<DrawnText>();
  for (const text of texts) {
    if (text.text.length > NAME_LENGTH_MAX) continue;
    const seat = cells.near(text.at).find(({ middle, size }) => distance(middle, text.at) <= size * 0.6);
    if (!seat) continue;
    used.add(text);
    if (!of.has(seat)) of.set(seat, text.text);
  }
  return { of, used };
}

/** The median distance of a seat from the one nearest to it. */
function pitchOf(seats: Sized[]): number {
  const cells = cellsOf(seats, 4 * seats[0].size);
  const distances = seats.map((seat) =>
    cells.near(seat.middle).reduce(
      (least, other) => other === seat ? least : Math.min(least, distance(seat.middle, other.middle)),
      Infinity,
    )
  ).filter(Number.isFinite).toSorted((a, b) => a - b);
  return distances[distances.length >> 1] ?? 2 * seats[0].size;
}

/**
 * Section and row of a seat by the groups it is in, without those that all seats are in. The outermost is the section, the
 * innermost of several the row; if most groups are a single row of the hall, they are its rows.
 */
function namesByGroup(seats: Sized[], names: DefaultNames) {
  let shared = 0;
  const isShared = (level: number) =>
    seats[0].groups[level] !== undefined &&
    seats.every(({ groups }) => groups[level] === seats[0].groups[level]);
  while (isShared(shared)) shared++;
  const groups = new Map(seats.map((seat) => [seat, seat.groups.slice(shared)]));
  const named = Map.groupBy(
    seats.filter((seat) => groups.get(seat)!.length === 1),
    (seat) => groups.get(seat)![0],
  );
  const flat = [...named.values()].filter((members) => isFlat(members)).length;
  const areRows = named.size > 1 && flat > named.size / 2;
  return {
    sectionOf: (seat: Sized) => {
      const [first] = groups.get(seat)!;
      return first === undefined || (areRows && groups.get(seat)!.length === 1) ? names.section : first;
    },
    rowOf: (seat: Sized) => {
      const path = groups.get(seat)!;
      return path.length > 1 || areRows ? path.at(-1) : undefined;
    },
  };
}

/** Whether seats lie side by side rather than behind each other. */
function isFlat(seats: Sized[]): boolean {
  const [left, top, right, bottom] = bounds(seats.map(({ middle }) => middle));
  return bottom - top <= FLATNESS_MAX * (right - left);
}

interface DrawnRow {
  name?: string;
  /** From left to right. */
  seats: Sized[];
}

/** The rows of a section, front first: by their names, or each seat with its nearest neighbour to the right. */
function rowsOf(seats: Sized[], pitch: number, rowOf: (seat: Sized) => string | undefined): DrawnRow[] {
  const rows: DrawnRow[] = [];
  for (const [name, members] of Map.groupBy(seats, rowOf)) {
    if (name !== undefined && name.length <= NAME_LENGTH_MAX) {
      rows.push({ name, seats: members.toSorted(fromLeft) });
    } else rows.push(...chains(members, pitch).map((chain) => ({ seats: chain })));
  }
  const depth = ({ seats }: DrawnRow) => seats.reduce((sum, { middle }) => sum + middle[1], 0) / seats.length;
  const depths = new Map(rows.map((row) => [row, depth(row)]));
  return rows.toSorted((a, b) => depths.get(a)! - depths.get(b)!);
}

function fromLeft(a: Sized, b: Sized): number {
  return a.middle[0] - b.middle[0];
}

/** Rows by position: the nearest pairs of neighbours are joined first, each seat to one on either side. */
function chains(seats: Sized[], pitch: number): Sized[][] {
  const cells = cellsOf(seats, AISLE_MAX * pitch);
  const pairs: { left: Sized; right: Sized; gap: number }[] = [];
  for (const left of seats) {
    for (const right of cells.near(left.middle)) {
      const [dx, dy] = [right.middle[0] - left.middle[0], right.middle[1] - left.middle[1]];
      const gap = Math.hypot(dx, dy);
      if (dx > 0 && Math.abs(dy) <= SLOPE_MAX * dx && gap <= AISLE_MAX * pitch) {
        pairs.push({ left, right, gap });
      }
    }
  }
  const next = new Map<Sized, Sized>();
  const followed = new Set<Sized>();
  for (const { left, right } of pairs.toSorted((a, b) => a.gap - b.gap)) {
    if (next.has(left) || followed.has(right)) continue;
    next.set(left, right);
    followed.add(right);
  }
  return seats.filter((seat) => !followed.has(seat)).flatMap((first) => {
    const chain: Sized[] = [];
    for (let seat: Sized | undefined = first; seat; seat = next.get(seat)) chain.push(seat);
    return inPieces(chain);
  });
}

function inPieces(row: Sized[]): Sized[][] {
  const pieces = Math.ceil(row.length / ROW_SEATS_MAX);
  return Array.from({ length: pieces }, (_, n) => row.slice(n * ROW_SEATS_MAX, (n + 1) * ROW_SEATS_MAX));
}

/** The names of rows: of their groups, of the texts at their ends, or else letters; never two alike. */
function namesOfRows(
  rows: DrawnRow[],
  texts: DrawnText[],
  pitch: number,
): { names: string[]; used: Set<DrawnText> } {
  const short = texts.filter(({ text }) => text.length <= NAME_LENGTH_MAX && !/\s/.test(text));
  const cells = cellsOf(short.map((text) => ({ text, middle: text.at })), ROW_NAME_DISTANCE_MAX * pitch);
  const used = new Set<DrawnText>();
  const names = rows.map(({ name, seats }) => {
    if (name !== undefined) return name;
    const ends = [[seats[0], seats[1]], [seats.at(-1)!, seats.at(-2)]] as const;
    const beside = ends.flatMap(([end, inner], n) => {
      // Past the end, in the direction that the row has there.
      const outwards: Point = inner
        ? [end.middle[0] - inner.middle[0], end.middle[1] - inner.middle[1]]
        : [n === 0 ? -1 : 1, 0];
      return cells.near(end.middle).filter((text) => isPast(end.middle, outwards, text.middle, pitch));
    });
    for (const { text } of beside) used.add(text);
    return beside[0]?.text.text;
  });
  const areDifferent = names.every((name) => name !== undefined) && new Set(names).size === names.length;
  return { names: areDifferent ? names as string[] : letters("A", rows.length), used };
}

/** Whether a point lies beyond the end of a row, about as far to the side as a curve might bend. */
function isPast([x, y]: Point, [dx, dy]: Point, [pointX, pointY]: Point, pitch: number): boolean {
  const length = Math.hypot(dx, dy);
  const along = ((pointX - x) * dx + (pointY - y) * dy) / length;
  const aside = Math.abs((pointX - x) * dy - (pointY - y) * dx) / length;
  return along > 0 && along <= ROW_NAME_DISTANCE_MAX * pitch && aside <= pitch / 2;
}

/** The other shapes and texts, with a text in a shape as its label; a shape around most seats is the room. */
function surroundings(others: Sized[], texts: DrawnText[], seats: Sized[]): ChartShape[] {
  const drawn = others.slice(0, SHAPES_MAX + 1);
  const rooms = new Set(drawn.filter((shape) => holdsMost(shape, seats)));
  const smallestFirst = drawn.filter((shape) => !rooms.has(shape)).toSorted((a, b) => a.size - b.size);
  const labels = new Map<Sized, string>();
  const written: ChartShape[] = [];
  for (const { at, text, size, turn } of texts.slice(0, SHAPES_MAX + 1)) {
    const label = text.slice(0, LABEL_LENGTH_MAX);
    const around = smallestFirst.find(({ outline }) => contains(outline, { x: at[0], y: at[1] }));
    if (around && !labels.has(around)) labels.set(around, label);
    else written.push({ kind: "text", at, text: label, size, turn });
  }
  const shapes = drawn.filter((shape) => !rooms.has(shape)).map((shape): ChartShape => {
    const label = labels.get(shape);
    return {
      kind: kindNamed(label ?? shape.groups.at(-1) ?? ""),
      polygon: simplified(shape.outline),
      ...label === undefined ? {} : { label },
    };
  });
  return [
    ...[...rooms].map(({ outline }): ChartShape => ({ kind: "room", polygon: simplified(outline) })),
    ...shapes,
    ...written,
  ];
}

/** Whether more than half of the seats are in a shape, by a sample of them. */
function holdsMost({ outline, size }: Sized, seats: Sized[]): boolean {
  if (size < 4 * seats[0].size) return false;
  const step = Math.ceil(seats.length / 50);
  const sample = seats.filter((_, n) => n % step === 0);
  return sample.filter(({ middle: [x, y] }) => contains(outline, { x, y })).length > sample.length / 2;
}

function kindNamed(name: string): "stage" | "screen" | "fixture" {
  if (STAGE_NAME.test(name)) return "stage";
  return /screen|leinwand|écran/i.test(name) ? "screen" : "fixture";
}

function simplified(polygon: Polygon): Polygon {
  const step = Math.ceil(polygon.length / POLYGON_POINTS_MAX);
  return polygon.filter((_, n) => n % step === 0);
}

function distance([x1, y1]: Point, [x2, y2]: Point): number {
  return Math.hypot(x1 - x2, y1 - y2);
}

/** Things sorted into square cells; `near` returns those in the cell of a point and around it. */
function cellsOf<Thing extends { middle: Point }>(
  things: Thing[],
  width: number,
): { near(at: Point): Thing[] } {
  const keyOf = (column: number, line: number) => `${column},${line}`;
  const cellOf = (value: number) => Math.floor(value / width);
  const cells = Map.groupBy(things, ({ middle: [x, y] }) => keyOf(cellOf(x), cellOf(y)));
  return {
    near: ([x, y]) => {
      const found: Thing[] = [];
      for (let column = cellOf(x) - 1; column <= cellOf(x) + 1; column++) {
        for (let line = cellOf(y) - 1; line <= cellOf(y) + 1; line++) {
          found.push(...cells.get(keyOf(column, line)) ?? []);
        }
      }
      return found;
    },
  };
}
