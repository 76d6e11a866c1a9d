/** New rows, tables, standing areas and shapes, as the operations that put them. Pure: ids are made by the caller. */
import type { ChartSeat, ChartSection, ChartZone, Point, Polygon } from "@/lib/charts/chart.ts";
import type { DrawingOp, DrawingShape } from "@/lib/charts/drawing.ts";
import { centroid, labelPoint, round } from "@/lib/charts/geometry.ts";
import { type Numbering, rowNames, seatNumber } from "@/lib/charts/labels.ts";
import { type BlockLayout, blockPoints } from "@/lib/charts/rows.ts";
import { placeTable, type TableLayout } from "@/lib/charts/tables.ts";
import { outlined, sectionsAfter } from "./commands.ts";
import { type HallDocument, put } from "./document.ts";

/** Makes an id that no object has or ever had. */
export type NewId = () => string;

export interface Naming {
  /** An existing section to add to, or the name of a new one. */
  section: { id: string } | { name: string };
  zone: string;
  /** The name of the front row. */
  firstRow: string;
  skipsIAndO: boolean;
  numbering: Numbering;
}

/** The zone to draw in, and the operation that puts it if the drawing has none yet. */
export function zoneFor(document: HallDocument, wanted: string | null, name: string, newId: NewId) {
  const zones = document.lists.zones.live();
  const known = zones.find(({ id }) => id === wanted) ?? zones[0];
  if (known) return { zone: known.id, ops: [] };
  const zone: ChartZone = { id: newId(), name, colour: 1 };
  return { zone: zone.id, ops: [put("zones", zone)] };
}

/** Rows of seats, in a new section or an existing one. Null if the first row's name can't be continued. */
export function makeRows(
  document: HallDocument,
  layout: BlockLayout,
  naming: Naming,
  newId: NewId,
): DrawingOp[] | null {
  const { zone, numbering } = naming;
  const names = rowNames(naming.firstRow, layout.rows, naming);
  if (!names) return null;
  const section = "id" in naming.section ? naming.section.id : sectionId(document, naming.section.name);
  const seats = blockPoints(layout).flatMap((row, n) =>
    row.map(({ at: [x, y], atAisle }, position): ChartSeat => ({
      id: newId(),
      x,
      y,
      zone,
      section,
      row: names[n],
      number: String(seatNumber(numbering, position, row.length)),
      flags: atAisle ? ["aisle"] : [],
    }))
  );
  if (seats.length === 0) return null;
  const seatOps = seats.map((seat) => put("seats", seat));
  if ("id" in naming.section) {
    return [...seatOps, ...sectionsAfter(document, new Map(seats.map((seat) => [seat.id, seat])))];
  }
  const name = naming.section.name;
  return [put("sections", { id: section, name, ...outlined(document, section, seats) }), ...seatOps];
}

/** The name of the row that follows those of a section: the letter after the last one. */
export function nextRow(document: HallDocument, section: string, skipsIAndO: boolean): string {
  const rows = new Set<string>();
  for (const seat of document.lists.seats.live()) if (seat.section === section) rows.add(seat.row);
  const isNumbered = [...rows].some((row) => /^\d+$/.test(row));
  return rowNames(isNumbered ? "1" : "A", rows.size + 1, { skipsIAndO })?.find((name) => !rows.has(name)) ??
    "A";
}

/** A table with its seats, as a section of its own. */
export function makeTable(
  document: HallDocument,
  layout: TableLayout,
  { name, label, zone }: { name: string; label: string; zone: string },
  newId: NewId,
): DrawingOp[] {
  const id = sectionId(document, name);
  const { points, outline, shape } = placeTable(layout);
  const rounded = ([x, y]: Point): Point => [round(x), round(y)];
  const drawn = "polygon" in shape
    ? { ...shape, polygon: shape.polygon.map(rounded) }
    : { ...shape, at: rounded(shape.at) };
  const section: ChartSection = { id, name, outline: outline.map(rounded), labelAt: rounded(layout.at) };
  return [
    put("shapes", { ...drawn, id: newId(), label } as DrawingShape),
    put("sections", section),
    ...points.map(([x, y], n) =>
      put("seats", {
        id: newId(),
        x: round(x),
        y: round(y),
        zone,
        section: id,
        row: "",
        number: String(n + 1),
        flags: [],
      })
    ),
  ];
}

/** A standing area with its places, which is a section too. */
export function makeArea(
  document: HallDocument,
  polygon: Polygon,
  { name, zone, capacity }: { name: string; zone: string; capacity: number },
  newId: NewId,
): DrawingOp[] {
  const id = sectionId(document, name);
  const [x, y] = labelPoint(polygon);
  return [
    put("sections", { id, name, outline: polygon, labelAt: [round(x), round(y)] }),
    put("areas", { id, name, zone, capacity, polygon }),
    ...placesOf({ id, zone, polygon }, capacity, newId),
  ];
}

/** Changes how many people an area has room for: places are added, or the last ones removed. */
export function changeCapacity(
  document: HallDocument,
  id: string,
  capacity: number,
  newId: NewId,
): DrawingOp[] {
  const area = document.lists.areas.get(id);
  if (!area) return [];
  const places = document.lists.seats.live().filter((seat) => seat.area === id);
  return [
    put("areas", { ...area, capacity }),
    ...places.slice(capacity).map((seat): DrawingOp => ({ remove: `seats/${seat.id}` })),
    ...placesOf(area, capacity - places.length, newId, places[0]),
  ];
}

function placesOf(
  area: { id: string; zone: string; polygon: Polygon },
  count: number,
  newId: NewId,
  beside?: { x: number; y: number },
): DrawingOp[] {
  const [x, y] = beside ? [beside.x, beside.y] : centroid(area.polygon).map(round);
  const place = { x, y, zone: area.zone, section: area.id, row: "", number: "", flags: [], area: area.id };
  return Array.from({ length: Math.max(0, count) }, () => put("seats", { ...place, id: newId() }));
}

/** A name that no section has: this one, or with the first number that is free. */
export function freeName(document: HallDocument, nameOf: (number: number) => string): string {
  const names = new Set(document.lists.sections.live().flatMap(({ id, name }) => [id, name]));
  for (let number = 1;; number++) {
    const name = nameOf(number);
    if (!names.has(name)) return name;
  }
}

/** The id of a new section is its name, which is printed on tickets, as far as it is free. */
function sectionId({ lists }: HallDocument, name: string): string {
  const base = name.slice(0, 36);
  for (let number = 1;; number++) {
    const id = number === 1 ? base : `${base} ${number}`;
    if (lists.sections.slotOf(id) === undefined && lists.areas.slotOf(id) === undefined) return id;
  }
}
