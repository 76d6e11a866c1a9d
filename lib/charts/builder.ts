/**
 * Draws charts from a few numbers: blocks of straight or curved rows, tables with their seats, standing areas, and
 * what surrounds them. Coordinates may have any origin (the middle of the stage's edge is handy): `finish` moves
 * everything so that it lies inside the chart.
 *
 * ```ts
 * const hall = new ChartBuilder([{ id: "front", name: "Front", colour: 1 }]);
 * hall.shape({ kind: "stage", polygon: rectangle(0, -40, 200, 60), label: "Stage" });
 * hall.block({ section: { id: "Stalls" }, zone: "front", at: [0, 60], rows: letters("A", 3), seats: [4, 4] });
 * const chart = hall.finish();
 * ```
 */
import type { Chart, ChartArea, ChartSeat, ChartSection, ChartShape, ChartZone, Point } from "./chart.ts";
import { type Polygon, SEAT_DIAMETER, type SeatFlag } from "./chart.ts";
import { bounds, centroid, labelPoint, polar, rectangle, round } from "./geometry.ts";
import { chartInputSchema } from "./input_schema.ts";

/** How the seats of a row are numbered. `odd-even` counts outwards from the middle: odd left, even right. */
export type Numbering = "left-to-right" | "right-to-left" | "odd-even";

/** The seats in a row from left to right, as counts between aisles: `[6, 12, 6]` has two aisles. */
export type RowSeats = number | number[];

export interface SectionNames {
  id: string;
  /** The label on the map; defaults to the id. */
  name?: string;
  floor?: string;
  /** The prefix of its seat ids; defaults to the id. */
  code?: string;
}

export interface BlockOptions {
  section: SectionNames;
  zone: string | ((row: number, number: number) => string);
  /** The middle of the front row. */
  at: Point;
  /** Degrees, clockwise. At 0 the audience looks up, at 90 to the right. */
  turn?: number;
  /** If given, rows are arcs around a point this far in front of the front row. */
  radius?: number;
  /** The names of the rows, front first. */
  rows: string[];
  seats: RowSeats | ((row: number) => RowSeats);
  numbering?: Numbering;
  firstNumber?: number;
  seatPitch?: number;
  rowPitch?: number;
  aisleWidth?: number;
  /** How far a row is shifted to the right, along the row. */
  shift?: (row: number) => number;
  /** Extra space in front of a row, which also moves all rows behind it, for a gangway. */
  gapBefore?: (row: number) => number;
  flags?: (row: number, number: number) => SeatFlag[];
  /** What the buyer of a seat should know. */
  note?: (row: number, number: number) => string | undefined;
}

export interface TableOptions {
  /** A table is a section: "Table 4". */
  section: SectionNames;
  zone: string;
  /** The middle of the table. */
  at: Point;
  /** Seats around a round table, or along the two long sides of a long one. */
  seats: { around: number } | { sides: [number, number] };
  /** Degrees, clockwise. At 0 the first seat of a round table is above it, and long tables are horizontal. */
  turn?: number;
  seatPitch?: number;
  flags?: (number: number) => SeatFlag[];
}

export interface StandingOptions {
  id: string;
  name: string;
  zone: string;
  capacity: number;
  polygon: Polygon;
  /** Where its places lie; defaults to the centroid. */
  centre?: Point;
  floor?: string;
}

/** A seat's position along its row, before the block is turned or bent. */
interface RowPosition {
  along: number;
  atAisle: boolean;
}

const OUTLINE_PADDING = SEAT_DIAMETER * 0.8;
/** The distance of a table's seats from its edge, and the minimum width of a table. */
const TABLE_GAP = SEAT_DIAMETER * 0.7;
const TABLE_WIDTH_MIN = 32;

export class ChartBuilder {
  #sections: ChartSection[] = [];
  #seats: ChartSeat[] = [];
  #areas: ChartArea[] = [];
  #shapes: ChartShape[] = [];

  constructor(readonly zones: ChartZone[]) {}

  /** Adds something that is drawn but not sold. */
  shape(shape: ChartShape): void {
    this.#shapes.push(shape);
  }

  /**
   * Adds a section of straight or curved rows. Its seats are ordered from the front row to the back, each row from left
   * to right.
   */
  block(options: BlockOptions): void {
    const { section, rows, rowPitch = 28, firstNumber = 1, numbering = "left-to-right" } = options;
    const ends: { left: number; right: number; depth: number }[] = [];
    let depth = 0;
    rows.forEach((rowName, row) => {
      if (row > 0) depth += rowPitch;
      depth += options.gapBefore?.(row) ?? 0;
      const positions = rowPositions(options, row);
      positions.forEach(({ along, atAisle }, index) => {
        const number = seatNumber(numbering, index, positions.length) + firstNumber - 1;
        const [x, y] = pointOnChart(options, along, depth);
        const flags = options.flags?.(row, number) ?? [];
        this.#seats.push({
          id: `${section.code ?? section.id}-${rowName}-${number}`,
          x,
          y,
          zone: typeof options.zone === "string" ? options.zone : options.zone(row, number),
          section: section.id,
          row: rowName,
          number: String(number),
          flags: atAisle ? [...flags, "aisle"] : flags,
          ...optional("note", options.note?.(row, number)),
        });
      });
      if (positions.length > 0) {
        ends.push({ left: positions[0].along, right: positions.at(-1)!.along, depth });
      }
    });
    const outline = blockOutline(options, ends);
    this.#sections.push({
      id: section.id,
      name: section.name ?? section.id,
      ...optional("floor", section.floor),
      outline,
      labelAt: labelPoint(outline),
    });
  }

  /** Adds a table and its seats, which are numbered clockwise and sold individually. */
  table(options: TableOptions): void {
    const { section, zone, at, seats, turn = 0, seatPitch = 26 } = options;
    const name = section.name ?? section.id;
    const label = name.replace(/^\D+(?=\d)/, "");
    const { points, outline, shape } = "around" in seats
      ? roundTable(at, seats.around, turn, seatPitch)
      : longTable(at, seats.sides, turn, seatPitch);
    this.#shapes.push({ ...shape, label });
    this.#sections.push({ id: section.id, name, ...optional("floor", section.floor), outline, labelAt: at });
    points.forEach(([x, y], index) => {
      const number = index + 1;
      this.#seats.push({
        id: `${section.code ?? section.id}-${number}`,
        x,
        y,
        zone,
        section: section.id,
        row: "",
        number: String(number),
        flags: options.flags?.(number) ?? [],
      });
    });
  }

  /** Adds a standing area, which is also a section: as many places as its capacity, all at its centre. */
  standing(options: StandingOptions): void {
    const { id, name, zone, capacity, polygon, floor, centre = centroid(polygon) } = options;
    this.#areas.push({ id, name, zone, capacity, polygon });
    this.#sections.push({
      id,
      name,
      ...optional("floor", floor),
      outline: polygon,
      labelAt: labelPoint(polygon),
    });
    for (let number = 1; number <= capacity; number++) {
      const seat = { id: `${id}-${number}`, zone, section: id, row: "", number: "", flags: [], area: id };
      this.#seats.push({ ...seat, x: centre[0], y: centre[1] });
    }
  }

  /**
   * Returns the finished chart, version 1, with `margin` around everything. Throws if the drawing is not a valid chart,
   * for example if two seats on one floor overlap: that is a bug in the program that draws it.
   */
  finish(margin = 40): Chart {
    const points = [
      ...this.#seats.map((seat): Point => [seat.x, seat.y]),
      ...this.#sections.flatMap((section) => section.outline ?? []),
      ...this.#shapes.flatMap(shapeExtent),
    ];
    const [left, top, right, bottom] = bounds(points);
    const move = ([x, y]: Point): Point => [round(x - left + margin), round(y - top + margin)];
    const chart: Chart = {
      version: 1,
      seatCount: this.#seats.length,
      width: Math.ceil(right - left + 2 * margin),
      height: Math.ceil(bottom - top + 2 * margin),
      zones: this.zones,
      sections: this.#sections.map((section) => ({
        ...section,
        outline: section.outline?.map(move),
        labelAt: move(section.labelAt),
      })),
      seats: this.#seats.map((seat) => {
        const [x, y] = move([seat.x, seat.y]);
        return { ...seat, x, y };
      }),
      areas: this.#areas.map((area) => ({ ...area, polygon: area.polygon.map(move) })),
      shapes: this.#shapes.map((shape) =>
        "polygon" in shape ? { ...shape, polygon: shape.polygon.map(move) } : { ...shape, at: move(shape.at) }
      ),
    };
    return chartInputSchema.parse(chart);
  }
}

/** An object with one member, or with none if there is no value: charts are stored and compared as JSON. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [name in Name]?: Value } {
  return value === undefined ? {} : { [name]: value } as { [name in Name]: Value };
}

/** A table with the points at which its seats lie, clockwise. */
interface DrawnTable {
  points: Point[];
  outline: Polygon;
  shape: Exclude<ChartShape, { kind: "text" }>;
}

function roundTable(at: Point, count: number, turn: number, seatPitch: number): DrawnTable {
  const radius = Math.max(count * seatPitch / (2 * Math.PI), TABLE_WIDTH_MIN / 2 + TABLE_GAP);
  const around = (distance: number, steps: number) =>
    Array.from({ length: steps }, (_, step) => polar(at, distance, 180 + turn + step * 360 / steps));
  return {
    points: around(radius, count),
    outline: around(radius + OUTLINE_PADDING, 24),
    shape: { kind: "round-table", at, radius: round(radius - TABLE_GAP) },
  };
}

function longTable(at: Point, [above, below]: [number, number], turn: number, seatPitch: number): DrawnTable {
  const longest = Math.max(above, below);
  const away = TABLE_WIDTH_MIN / 2 + TABLE_GAP;
  const length = longest * seatPitch;
  const block = { at, turn };
  const side = (count: number, depth: number) =>
    Array.from(
      { length: count },
      (_, index) => pointOnChart(block, (index - (count - 1) / 2) * seatPitch, depth),
    );
  const corners = (polygon: Polygon) => polygon.map(([along, depth]) => pointOnChart(block, along, depth));
  return {
    points: [...side(above, -away), ...side(below, away).reverse()],
    outline: corners(rectangle(0, 0, length + OUTLINE_PADDING, 2 * (away + OUTLINE_PADDING))),
    shape: { kind: "table", polygon: corners(rectangle(0, 0, length, TABLE_WIDTH_MIN)) },
  };
}

function rowPositions(options: BlockOptions, row: number): RowPosition[] {
  const { seats, seatPitch = 24, aisleWidth = 44 } = options;
  const counts = [typeof seats === "function" ? seats(row) : seats].flat().filter((count) => count > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const width = (total - counts.length) * seatPitch + (counts.length - 1) * aisleWidth;
  const positions: RowPosition[] = [];
  let along = -width / 2 + (options.shift?.(row) ?? 0);
  for (const count of counts) {
    for (let seat = 0; seat < count; seat++) {
      positions.push({ along: along + seat * seatPitch, atAisle: seat === 0 || seat === count - 1 });
    }
    along += (count - 1) * seatPitch + aisleWidth;
  }
  return positions;
}

function seatNumber(numbering: Numbering, position: number, count: number): number {
  if (numbering === "left-to-right") return position + 1;
  if (numbering === "right-to-left") return count - position;
  const leftHalf = Math.ceil(count / 2);
  return position < leftHalf ? 2 * (leftHalf - position) - 1 : 2 * (position - leftHalf + 1);
}

/** Bends and turns a point of a block: `along` the row, `depth` behind the front row. */
function pointOnChart(
  { at, turn = 0, radius }: Pick<BlockOptions, "at" | "turn" | "radius">,
  along: number,
  depth: number,
): Point {
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
 * The outline of a block: along the front row, down the right ends, along the back row and up the left ends, with some
 * padding. Rows shorter than their neighbours leave no notch.
 */
function blockOutline(
  options: BlockOptions,
  ends: { left: number; right: number; depth: number }[],
): Polygon {
  const pad = OUTLINE_PADDING;
  const [front, back] = [ends[0].depth - pad, ends.at(-1)!.depth + pad];
  const side = (along: (row: { left: number; right: number }) => number) =>
    hull([
      [front, along(ends[0])],
      ...ends.map((row): Point => [row.depth, along(row)]),
      [back, along(ends.at(-1)!)],
    ]);
  const right = side((row) => row.right + pad);
  const left = side((row) => pad - row.left).map(([depth, along]): Point => [depth, -along]);
  const corners = [...right, ...left.toReversed()];
  // Straight for straight rows, curved for curved ones.
  const steps = options.radius === undefined ? 1 : 8;
  return corners.flatMap(([depth, along], at) => {
    const [nextDepth, nextAlong] = corners[(at + 1) % corners.length];
    return Array.from(
      { length: steps },
      (_, step) =>
        pointOnChart(
          options,
          along + (nextAlong - along) * step / steps,
          depth + (nextDepth - depth) * step / steps,
        ),
    );
  });
}

/** The points of a chain sorted by the first coordinate, without those that lie below a line between others. */
function hull(points: Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    while (kept.length > 1 && isBelow(kept.at(-2)!, kept.at(-1)!, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

function isBelow([x1, y1]: Point, [x, y]: Point, [x2, y2]: Point): boolean {
  return (y - y1) * (x2 - x1) <= (y2 - y1) * (x - x1);
}

/** Row names as theatres write them, without I and O (which read as 1 and 0): A … H, J …, Z, AA, BB …. */
export function letters(first: string, count: number): string[] {
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  const start = alphabet.indexOf(first);
  return Array.from({ length: count }, (_, index) => {
    const position = start + index;
    return alphabet[position % alphabet.length].repeat(1 + Math.floor(position / alphabet.length));
  });
}

/** Numeric row names, starting at `first`. */
export function numbers(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(first + index));
}

function shapeExtent(shape: ChartShape): Point[] {
  if (shape.kind === "text") return [shape.at];
  if ("polygon" in shape) return shape.polygon;
  const { at: [x, y], radius } = shape;
  return [[x - radius, y - radius], [x + radius, y + radius]];
}
