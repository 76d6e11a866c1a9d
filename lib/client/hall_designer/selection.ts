/** What is selected: seats by their place in the drawing, and areas and shapes by their keys. Pure. */
import type { ChartSeat, Point, Polygon } from "@/lib/charts/chart.ts";
import { bounds, contains } from "@/lib/charts/geometry.ts";
import { parseKey } from "@/lib/charts/drawing.ts";
import { frontOf, rowsOfSection } from "@/lib/charts/hall_rows.ts";
import type { Hall } from "../canvas/hall.ts";
import { type Box, boxOf } from "../canvas/viewport.ts";
import { type HallDocument, keyOf } from "./document.ts";

export interface Selection {
  seats: ReadonlySet<number>;
  /** Keys of areas and shapes. */
  others: ReadonlySet<string>;
}

export const NOTHING: Selection = { seats: new Set(), others: new Set() };

/** What one click selects: a seat, its row, or everything in its section. */
export type Reach = "seat" | "row" | "section";

export function isEmpty({ seats, others }: Selection): boolean {
  return seats.size === 0 && others.size === 0;
}

/** Adds to a selection; what was wholly selected already is taken out of it instead. */
export function toggled(selection: Selection, more: Selection): Selection {
  const isAll = more.seats.isSubsetOf(selection.seats) && more.others.isSubsetOf(selection.others);
  return isAll
    ? { seats: selection.seats.difference(more.seats), others: selection.others.difference(more.others) }
    : { seats: selection.seats.union(more.seats), others: selection.others.union(more.others) };
}

/** What of a selection is still in the drawing. */
export function stillThere(document: HallDocument, { seats, others }: Selection): Selection {
  const { lists } = document;
  return {
    seats: new Set([...seats].filter((slot) => lists.seats.at(slot))),
    others: new Set([...others].filter((key) => objectAt(document, key))),
  };
}

/** An area or a shape by its key. */
export function objectAt({ lists }: HallDocument, key: string) {
  const { kind, id } = parseKey(key);
  return kind === "areas" ? lists.areas.get(id) : lists.shapes.get(id);
}

/** The seat's row, section or itself, as far as the seats are in the drawing. */
export function around(document: HallDocument, slot: number, reach: Reach): Selection {
  const seats = document.lists.seats;
  const picked = seats.at(slot);
  if (!picked) return NOTHING;
  if (reach === "seat") return { ...NOTHING, seats: new Set([slot]) };
  const isWithin = (seat: ChartSeat) =>
    seat.section === picked.section && seat.area === picked.area &&
    (reach === "section" || seat.row === picked.row);
  const found = seatsWhere(document, isWithin);
  return withFurniture(document, found);
}

/** The places of the seats that `isWanted` accepts. */
export function seatsWhere(
  { lists: { seats } }: HallDocument,
  isWanted: (seat: ChartSeat) => boolean,
): Set<number> {
  const found = new Set<number>();
  for (let slot = 0; slot < seats.length; slot++) {
    const seat = seats.at(slot);
    if (seat && isWanted(seat)) found.add(slot);
  }
  return found;
}

/** All seats of a zone, and the areas in it. */
export function inZone(document: HallDocument, zone: string): Selection {
  const areas = document.lists.areas.live().filter((area) => area.zone === zone);
  return {
    seats: seatsWhere(document, (seat) => seat.zone === zone && seat.area === undefined),
    others: new Set(areas.map(({ id }) => keyOf("areas", id))),
  };
}

/** Everything in a polygon: seats by their centre, areas and shapes if all of them lies in it. */
export function inside(document: HallDocument, { grid }: Hall, lasso: Polygon): Selection {
  const seats = grid.within(boxOf(lasso)).filter((slot) => contains(lasso, document.lists.seats.at(slot)!));
  const isInside = (points: Point[]) => points.every(([x, y]) => contains(lasso, { x, y }));
  const { areas, shapes } = document.lists;
  return {
    seats: new Set(seats),
    others: new Set([
      ...areas.live().filter(({ polygon }) => isInside(polygon)).map(({ id }) => keyOf("areas", id)),
      ...shapes.live().filter((shape) => isInside(pointsOf(shape))).map(({ id }) => keyOf("shapes", id)),
    ]),
  };
}

/** The seats with the tables that they stand around, so that a table moves with its seats. */
export function withFurniture(document: HallDocument, seats: ReadonlySet<number>): Selection {
  const atTables = Map.groupBy(
    [...seats].map((slot) => document.lists.seats.at(slot)!).filter(({ row, area }) =>
      row === "" && area === undefined
    ),
    ({ section }) => section,
  );
  const others = new Set<string>();
  const tables = document.lists.shapes.live().filter(({ kind }) =>
    kind === "table" || kind === "round-table"
  );
  for (const around of atTables.values()) {
    const outline = document.lists.sections.get(around[0].section)?.outline;
    for (const table of tables) {
      const [left, top, right, bottom] = bounds(pointsOf(table));
      const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
      if (outline && contains(outline, middle)) others.add(keyOf("shapes", table.id));
    }
  }
  return { seats, others };
}

/** The corners of a shape, or of the box around it. */
export function pointsOf(
  shape: { polygon: Polygon } | { at: Point; radius: number } | { at: Point; size: number; text: string },
): Point[] {
  if ("polygon" in shape) return shape.polygon;
  const [x, y] = shape.at;
  const [width, height] = "radius" in shape
    ? [shape.radius, shape.radius]
    : [shape.size * shape.text.length * 0.3, shape.size * 0.6];
  return [[x - width, y - height], [x + width, y - height], [x + width, y + height], [x - width, y + height]];
}

/** Every change of the drawing comes with another selection, so that each has one box. */
const boxes = new WeakMap<Selection, Box | null>();

/** The box around everything selected; null if nothing is. */
export function boxAround(document: HallDocument, selection: Selection): Box | null {
  const known = boxes.get(selection);
  if (known !== undefined) return known;
  const box = computeBox(document, selection);
  boxes.set(selection, box);
  return box;
}

function computeBox(document: HallDocument, { seats, others }: Selection): Box | null {
  const points: Point[] = [];
  for (const slot of seats) {
    const seat = document.lists.seats.at(slot);
    if (seat) points.push([seat.x, seat.y]);
  }
  for (const key of others) {
    const object = objectAt(document, key);
    if (object) points.push(...pointsOf(object));
  }
  return points.length === 0 ? null : boxOf(points);
}

/** The topmost area or shape at a point; small things win over what lies under them. Rooms and grounds come last. */
export function objectAtPoint({ lists }: HallDocument, point: { x: number; y: number }): string | null {
  const hits = [
    ...lists.areas.live().map((area) => ({ key: keyOf("areas", area.id), points: area.polygon })),
    ...lists.shapes.live().map((shape) => ({ key: keyOf("shapes", shape.id), points: pointsOf(shape) })),
  ].filter(({ points }) => contains(points, point));
  const sizeOf = (points: Point[]) => {
    const [left, top, right, bottom] = bounds(points);
    return (right - left) * (bottom - top);
  };
  return hits.toSorted((a, b) => sizeOf(a.points) - sizeOf(b.points))[0]?.key ?? null;
}

/** The rows of a section, from the front, as the audience finds them. */
export function rowsIn(document: HallDocument, section: string) {
  const seats = document.lists.seats.live().filter((seat) => seat.section === section);
  const front = { ...document.hall, shapes: document.lists.shapes.live() };
  return rowsOfSection({ ...front, focus: frontOf(front), seats }, section);
}
