/**
 * Draws charts from a few numbers: blocks of straight or curved rows, standing areas, and what stands around
 * them. Coordinates may start anywhere (the middle of the stage's edge is a handy origin): the finished chart is
 * moved so that everything lies inside it.
 *
 * ```ts
 * const hall = new ChartBuilder([{ id: "front", name: "Front", colour: 1 }]);
 * hall.shape({ kind: "stage", polygon: rectangle(0, -40, 200, 60), label: "Stage" });
 * hall.block({ section: { id: "Stalls" }, zone: "front", at: [0, 60], rows: letters("A", 3), seats: [4, 4] });
 * const chart = hall.finish();
 * ```
 */
import type { Chart, ChartArea, ChartSeat, ChartSection, ChartShape, ChartZone, Point } from "./chart.ts";
import { chartSchema, overlappingSeats, type Polygon, SEAT_DIAMETER, type SeatFlag } from "./chart.ts";

/** How the seats of a row are numbered. `odd-even` counts outwards from the middle: odd left, even right. */
export type Numbering = "left-to-right" | "right-to-left" | "odd-even";

/** Seats of one row from left to right, as counts between aisles: `[6, 12, 6]` has two aisles. */
export type RowSeats = number | number[];

export interface SectionNames {
  id: string;
  /** What the map writes over the section; the id where left out. */
  name?: string;
  floor?: string;
  /** What its seat ids start with; the id where left out. */
  code?: string;
}

export interface BlockOptions {
  section: SectionNames;
  zone: string | ((row: number, number: number) => string);
  /** The middle of the front row. */
  at: Point;
  /** Degrees, clockwise. At 0 the audience looks up, at 90 to the right. */
  turn?: number;
  /** Where given, rows are arcs around a point this far in front of the front row. */
  radius?: number;
  /** The names of the rows, front first. */
  rows: string[];
  seats: RowSeats | ((row: number) => RowSeats);
  numbering?: Numbering;
  firstNumber?: number;
  seatPitch?: number;
  rowPitch?: number;
  aisleWidth?: number;
  /** How far a row is pushed to the right, along the row. */
  shift?: (row: number) => number;
  /** More room in front of a row (and so for all behind it), for a gangway. */
  gapBefore?: (row: number) => number;
  flags?: (row: number, number: number) => SeatFlag[];
}

export interface StandingOptions {
  id: string;
  name: string;
  zone: string;
  capacity: number;
  polygon: Polygon;
  /** Where its places lie and its name is written; the centre of gravity where left out. */
  centre?: Point;
  floor?: string;
}

/** One seat's place along its row (`along`) and the depth of its row, before the block is turned or bent. */
interface RowPlace {
  along: number;
  atAisle: boolean;
}

const OUTLINE_PADDING = SEAT_DIAMETER * 0.8;

export class ChartBuilder {
  #sections: ChartSection[] = [];
  #seats: ChartSeat[] = [];
  #areas: ChartArea[] = [];
  #shapes: ChartShape[] = [];

  constructor(readonly zones: ChartZone[]) {}

  /** Adds something that is drawn and not sold. */
  shape(shape: ChartShape): void {
    this.#shapes.push(shape);
  }

  /** Adds a section of straight or curved rows. Seats come front row first, each row from left to right. */
  block(options: BlockOptions): void {
    const { section, rows, rowPitch = 28, firstNumber = 1, numbering = "left-to-right" } = options;
    const ends: { left: number; right: number; depth: number }[] = [];
    let depth = 0;
    rows.forEach((rowName, row) => {
      if (row > 0) depth += rowPitch;
      depth += options.gapBefore?.(row) ?? 0;
      const places = rowPlaces(options, row);
      places.forEach((place, position) => {
        const number = seatNumber(numbering, position, places.length) + firstNumber - 1;
        const [x, y] = placeOnChart(options, place.along, depth);
        const flags = options.flags?.(row, number) ?? [];
        this.#seats.push({
          id: `${section.code ?? section.id}-${rowName}-${number}`,
          x,
          y,
          zone: typeof options.zone === "string" ? options.zone : options.zone(row, number),
          section: section.id,
          row: rowName,
          number: String(number),
          flags: place.atAisle ? [...flags, "aisle"] : flags,
        });
      });
      if (places.length > 0) ends.push({ left: places[0].along, right: places.at(-1)!.along, depth });
    });
    const middle = ends[Math.floor(ends.length / 2)];
    this.#sections.push({
      id: section.id,
      name: section.name ?? section.id,
      ...(section.floor !== undefined && { floor: section.floor }),
      outline: blockOutline(options, ends),
      // A fan is wider at its back, so its middle lies further back.
      labelAt: placeOnChart(
        options,
        (middle.left + middle.right) / 2,
        depth * (options.radius === undefined ? 0.5 : 0.58),
      ),
    });
  }

  /** Adds a standing area, which is a section too: as many seats as its capacity, all at its centre. */
  standing(options: StandingOptions): void {
    const { id, name, zone, capacity, polygon, floor, centre = centroid(polygon) } = options;
    this.#areas.push({ id, name, zone, capacity, polygon });
    this.#sections.push({
      id,
      name,
      ...(floor !== undefined && { floor }),
      outline: polygon,
      labelAt: centre,
    });
    for (let number = 1; number <= capacity; number++) {
      const seat = { id: `${id}-${number}`, zone, section: id, row: "", number: "", flags: [], area: id };
      this.#seats.push({ ...seat, x: centre[0], y: centre[1] });
    }
  }

  /**
   * The finished chart, version 1, with `margin` around everything. Throws when the drawing is not a sound chart or
   * two seats of one floor overlap: that is a mistake in the drawing's program.
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
    const overlap = overlappingSeats(chart);
    if (overlap) throw new Error(`Seats ${overlap[0]} and ${overlap[1]} overlap.`);
    return chartSchema.parse(chart);
  }
}

function rowPlaces(options: BlockOptions, row: number): RowPlace[] {
  const { seats, seatPitch = 24, aisleWidth = 44 } = options;
  const counts = [typeof seats === "function" ? seats(row) : seats].flat().filter((count) => count > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const width = (total - counts.length) * seatPitch + (counts.length - 1) * aisleWidth;
  const places: RowPlace[] = [];
  let along = -width / 2 + (options.shift?.(row) ?? 0);
  for (const count of counts) {
    for (let seat = 0; seat < count; seat++) {
      places.push({ along: along + seat * seatPitch, atAisle: seat === 0 || seat === count - 1 });
    }
    along += (count - 1) * seatPitch + aisleWidth;
  }
  return places;
}

function seatNumber(numbering: Numbering, position: number, count: number): number {
  if (numbering === "left-to-right") return position + 1;
  if (numbering === "right-to-left") return count - position;
  const leftHalf = Math.ceil(count / 2);
  return position < leftHalf ? 2 * (leftHalf - position) - 1 : 2 * (position - leftHalf + 1);
}

/** Bends and turns a place of a block: `along` the row, `depth` behind the front row. */
function placeOnChart(options: BlockOptions, along: number, depth: number): Point {
  const { at, turn = 0, radius } = options;
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

/** Along the front row, down the right ends, along the back row, up the left ends; with some room around. */
function blockOutline(
  options: BlockOptions,
  ends: { left: number; right: number; depth: number }[],
): Polygon {
  const [front, back] = [ends[0], ends.at(-1)!];
  const steps = options.radius === undefined ? 1 : 8;
  const edge = (from: number, to: number, depth: number) =>
    Array.from(
      { length: steps + 1 },
      (_, step) => placeOnChart(options, from + (to - from) * step / steps, depth),
    );
  const pad = OUTLINE_PADDING;
  const middle = ends.slice(1, -1);
  return [
    ...edge(front.left - pad, front.right + pad, front.depth - pad),
    ...middle.map((row) => placeOnChart(options, row.right + pad, row.depth)),
    ...edge(back.right + pad, back.left - pad, back.depth + pad),
    ...middle.reverse().map((row) => placeOnChart(options, row.left - pad, row.depth)),
  ];
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

/** Row names that are numbers, from `first` on. */
export function numbers(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(first + index));
}

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

function shapeExtent(shape: ChartShape): Point[] {
  if (shape.kind === "text") return [shape.at];
  if (shape.kind !== "tree") return shape.polygon;
  const { at: [x, y], radius } = shape;
  return [[x - radius, y - radius], [x + radius, y + radius]];
}

function bounds(points: Point[]): [left: number, top: number, right: number, bottom: number] {
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
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
