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
import type { Polygon, SeatFlag } from "./chart.ts";
import { bounds, centroid, labelPoint, round } from "./geometry.ts";
import { chartInputSchema } from "./input_schema.ts";
import { type Numbering, seatNumber } from "./labels.ts";
import { type Frame, pointOnChart, ROW_PITCH, rowPositions, type RowSeats } from "./rows.ts";
import { SEAT_DIAMETER } from "./sizes.ts";
import { placeTable, type TableLayout } from "./tables.ts";

export interface SectionNames {
  id: string;
  /** The label on the map; defaults to the id. */
  name?: string;
  floor?: string;
  /** The prefix of its seat ids; defaults to the id. */
  code?: string;
}

export interface BlockOptions extends Frame {
  section: SectionNames;
  zone: string | ((row: number, number: number) => string);
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

export interface TableOptions extends TableLayout {
  /** A table is a section: "Table 4". */
  section: SectionNames;
  zone: string;
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

const OUTLINE_PADDING = SEAT_DIAMETER * 0.8;

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
    const { section, rows, rowPitch = ROW_PITCH, firstNumber = 1, numbering = "left-to-right" } = options;
    const ends: { left: number; right: number; depth: number }[] = [];
    let depth = 0;
    rows.forEach((rowName, row) => {
      if (row > 0) depth += rowPitch;
      depth += options.gapBefore?.(row) ?? 0;
      const seats = typeof options.seats === "function" ? options.seats(row) : options.seats;
      const shift = options.shift?.(row) ?? 0;
      const positions = rowPositions({ ...options, seats })
        .map(({ along, atAisle }) => ({ along: along + shift, atAisle }));
      positions.forEach(({ along, atAisle }, index) => {
        const number = seatNumber(numbering, index, positions.length, { first: firstNumber });
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
    const { section, zone, at } = options;
    const name = section.name ?? section.id;
    const label = name.replace(/^\D+(?=\d)/, "");
    const { points, outline, shape } = placeTable(options);
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

function shapeExtent(shape: ChartShape): Point[] {
  if (shape.kind === "text") return [shape.at];
  if ("polygon" in shape) return shape.polygon;
  const { at: [x, y], radius } = shape;
  return [[x - radius, y - radius], [x + radius, y + radius]];
}
