/** What the tools draw, from where the pointer was pressed and where it is now. Pure, apart from the ids they ask for. */
import type { Point, Polygon } from "@/lib/charts/chart.ts";
import type { DrawingOp, DrawingShape } from "@/lib/charts/drawing.ts";
import { round } from "@/lib/charts/geometry.ts";
import { type BlockLayout, radiusOf } from "@/lib/charts/rows.ts";
import type { TableLayout } from "@/lib/charts/tables.ts";
import { put } from "./document.ts";
import type { Designer } from "./designer.ts";
import { freeName, makeArea, makeRows, makeTable, nextRow } from "./make.ts";
import { inParts, type Settings } from "./settings.ts";

export interface Drawn {
  ops: DrawingOp[];
  /** What is said about it while it is drawn. */
  note: string;
}

type Position = { x: number; y: number };

/** One row along the line from one point to another, added to the section in hand; null if there is no room for a seat. */
export function drawRow(designer: Designer, from: Position, to: Position): Drawn | null {
  const settings = designer.settings.value;
  const width = Math.hypot(to.x - from.x, to.y - from.y);
  const turn = Math.atan2(to.y - from.y, to.x - from.x);
  const seats = seatsAlong(width, settings.seatPitch);
  if (seats < 2) return null;
  // The ends of a curved row stay under the pointer: its middle lies behind the line between them.
  const radius = radiusOf(width, settings.curve);
  const depth = radius === undefined ? 0 : radius * (1 - Math.cos(width / radius / 2));
  const at: Point = [
    (from.x + to.x) / 2 - depth * Math.sin(turn),
    (from.y + to.y) / 2 + depth * Math.cos(turn),
  ];
  const section = designer.section;
  const { sections } = designer.document.lists;
  const isKnown = section !== null && sections.get(section) !== undefined &&
    !isTableOrArea(designer, section);
  const firstRow = isKnown ? nextRow(designer.document, section, settings.skipsIAndO) : settings.firstRow;
  return rows(designer, {
    ...spacing(settings, seats),
    at,
    turn: turn * 180 / Math.PI,
    curve: settings.curve,
    rows: 1,
  }, {
    section: isKnown ? { id: section } : { name: blockName(designer) },
    firstRow,
  });
}

/** A block as wide and as deep as the box between two points, as a section of its own. */
export function drawBlock(designer: Designer, from: Position, to: Position): Drawn | null {
  const settings = designer.settings.value;
  const seats = seatsAlong(Math.abs(to.x - from.x), settings.seatPitch);
  const depth = seatsAlong(Math.abs(to.y - from.y), settings.rowPitch);
  if (seats < 2) return null;
  return rows(designer, {
    ...spacing(settings, seats),
    at: [(from.x + to.x) / 2, Math.min(from.y, to.y)],
    rows: depth,
    rowPitch: settings.rowPitch,
    curve: settings.curve,
    taper: settings.taper,
    stagger: settings.isStaggered,
  }, { section: { name: blockName(designer) }, firstRow: settings.firstRow });
}

/** How many seats, or rows, fit into a length, which need not be hit to the pixel. */
function seatsAlong(length: number, pitch: number): number {
  return Math.floor(length / pitch + 0.15) + 1;
}

function spacing({ seatPitch, aisles }: Settings, seats: number) {
  return { seats: inParts(seats, Math.min(aisles, seats - 1)), seatPitch };
}

function rows(
  designer: Designer,
  layout: BlockLayout,
  naming: { section: { id: string } | { name: string }; firstRow: string },
): Drawn | null {
  const { document, newId, words } = designer;
  const { skipsIAndO, numbering } = designer.settings.value;
  const { zone, ops: zoneOps } = designer.zone();
  const ops = makeRows(document, layout, { ...naming, zone, skipsIAndO, numbering }, newId);
  if (!ops) return null;
  const seats = ops.filter((op) => "put" in op && op.put.startsWith("seats/")).length;
  return { ops: [...zoneOps, ...ops], note: words.rowsNote({ rows: layout.rows, seats }) };
}

function blockName({ document, words }: Designer): string {
  return freeName(document, (number) => words.blockName({ number: String(number) }));
}

function isTableOrArea({ document: { lists } }: Designer, section: string): boolean {
  return lists.areas.get(section) !== undefined ||
    lists.seats.live().find((seat) => seat.section === section)?.row === "";
}

/** A table around a point, as a section of its own. */
export function drawTable(designer: Designer, at: Position): Drawn {
  const { document, newId, words } = designer;
  const { table, tableSeats } = designer.settings.value;
  const { zone, ops } = designer.zone();
  const layout: TableLayout = {
    at: [round(at.x), round(at.y)],
    seats: table === "round"
      ? { around: tableSeats }
      : { sides: [Math.ceil(tableSeats / 2), Math.floor(tableSeats / 2)] },
  };
  const name = freeName(document, (number) => words.tableName({ number: String(number) }));
  const label = name.replace(/^\D+(?=\d)/, "");
  return {
    ops: [...ops, ...makeTable(document, layout, { name, label, zone }, newId)],
    note: words.seatCount({ seats: tableSeats }),
  };
}

/** A standing area with these corners. */
export function drawArea(designer: Designer, polygon: Polygon): Drawn {
  const { document, newId, words } = designer;
  const { capacity } = designer.settings.value;
  const { zone, ops } = designer.zone();
  const name = freeName(document, (number) => words.areaName({ number: String(number) }));
  return {
    ops: [...ops, ...makeArea(document, polygon, { name, zone, capacity }, newId)],
    note: words.placeCount({ places: capacity }),
  };
}

/** The kinds of a chart's shapes for those that the tool offers. */
const KINDS = { bar: "fixture", stairs: "fixture", entrance: "fixture" } as const;
/** These carry no name. */
const UNNAMED = new Set(["aisle", "ground", "room"]);

/** A shape of the kind in hand, with these corners. */
export function drawShape(designer: Designer, polygon: Polygon): Drawn {
  const { newId, words, settings: { value: { shape } } } = designer;
  const kind = shape in KINDS
    ? KINDS[shape as keyof typeof KINDS]
    : shape as Exclude<typeof shape, keyof typeof KINDS>;
  const name = words.shapes[shape];
  const value = { id: newId(), kind, polygon, ...UNNAMED.has(shape) ? {} : { label: name } } as DrawingShape;
  return { ops: [put("shapes", value)], note: name };
}

/** The text in hand, at a point; null if there is none. */
export function drawText(
  { newId, settings: { value: { text } } }: Designer,
  { x, y }: Position,
): Drawn | null {
  if (text.trim() === "") return null;
  const shape = {
    id: newId(),
    kind: "text",
    at: [round(x), round(y)],
    text: text.trim(),
    size: 20,
    turn: 0,
  } as const;
  return { ops: [put("shapes", { ...shape, at: [...shape.at] })], note: "" };
}

/** The rectangle between two points. */
export function boxBetween(from: Position, to: Position): Polygon {
  const [left, right] = [from.x, to.x].map(round).toSorted((a, b) => a - b);
  const [top, bottom] = [from.y, to.y].map(round).toSorted((a, b) => a - b);
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}
