/**
 * Halls to start from: drawn from a few numbers, in the words of the person who draws. Pure. Each is ready to publish:
 * it has no problems, whatever its numbers are within their limits.
 */
import { ChartBuilder } from "./builder.ts";
import type { Chart, Point, Polygon, SeatFlag } from "./chart.ts";
import { polar, rectangle, ringSegment } from "./geometry.ts";
import { letters, numbers } from "./labels.ts";
import { radiusOf, ROW_PITCH, SEAT_PITCH } from "./rows.ts";

/** A number that a template is drawn from. */
export interface TemplateNumber {
  min: number;
  max: number;
  usual: number;
}

const rows = { min: 1, max: 40, usual: 10 };
const seats = { min: 4, max: 80, usual: 20 };

/** The templates with their numbers, in the order in which they are offered. */
export const templates = {
  cinema: { rows, seats },
  theatre: {
    rows: { ...rows, usual: 14 },
    seats: { ...seats, usual: 24 },
    balconyRows: { ...rows, usual: 5 },
  },
  club: {
    tables: { min: 1, max: 40, usual: 8 },
    seatsPerTable: { min: 2, max: 16, usual: 4 },
    standing: standing(250),
  },
  tables: { tables: { min: 1, max: 150, usual: 20 }, seatsPerTable: { min: 2, max: 16, usual: 8 } },
  arena: {
    blocks: { min: 3, max: 15, usual: 9 },
    rows: { min: 1, max: 40, usual: 20 },
    seats: { min: 4, max: 40, usual: 18 },
    standing: standing(1_500),
  },
  openAir: { standing: standing(2_000), rows, seats: { ...seats, usual: 40 } },
} as const satisfies Record<string, Record<string, TemplateNumber>>;

function standing(usual: number): TemplateNumber {
  return { min: 1, max: 20_000, usual };
}

export type TemplateName = keyof typeof templates;
export type NumberName = { [Name in TemplateName]: keyof (typeof templates)[Name] }[TemplateName] & string;
export const templateNames = Object.keys(templates) as TemplateName[];

/** A template's numbers as a list. */
export function numbersOf(template: TemplateName): [NumberName, TemplateNumber][] {
  return Object.entries(templates[template]) as [NumberName, TemplateNumber][];
}

/** What the parts of a hall are called. */
export interface TemplateWords {
  stage: string;
  screen: string;
  front: string;
  stalls: string;
  balcony: string;
  standing: string;
  seats: string;
  tables: string;
  groundFloor: string;
  firstFloor: string;
  table: (of: { number: string }) => string;
  block: (of: { number: string }) => string;
}

/**
 * Draws a template. A number that is missing is the usual one, and one beyond its limits is brought within them.
 */
export function drawTemplate(
  template: TemplateName,
  wanted: Partial<Record<NumberName, number>>,
  words: TemplateWords,
): Chart {
  const size = Object.fromEntries(
    numbersOf(template).map(([name, { min, max, usual }]) => [
      name,
      Math.min(Math.max(Math.round(wanted[name] ?? usual), min), max),
    ]),
  ) as Record<NumberName, number>;
  return drawings[template](size, words).finish();
}

type Size = Record<NumberName, number>;

const drawings: Record<TemplateName, (size: Size, words: TemplateWords) => ChartBuilder> = {
  cinema,
  theatre,
  club,
  tables: tablesOnly,
  arena,
  openAir,
};

/** Gently curved rows around an aisle, all in one price but the front third. */
function cinema({ rows, seats }: Size, words: TemplateWords): ChartBuilder {
  const hall = new ChartBuilder([
    { id: "stalls", name: words.stalls, colour: 1 },
    ...(rows > 2 ? [{ id: "front", name: words.front, colour: 3 }] : []),
  ]);
  const width = seats * SEAT_PITCH;
  const screen = Math.max(200, width * 0.7);
  hall.shape({ kind: "screen", polygon: rectangle(0, -90, screen, 24), label: words.screen });
  hall.block({
    section: { id: words.stalls, code: "S" },
    zone: (row) => rows > 2 && row < Math.floor(rows / 3) ? "front" : "stalls",
    at: [0, 0],
    radius: radiusOf(width, 16),
    rows: letters("A", rows),
    rowPitch: 32,
    seats,
    flags: wheelchairAtBack(rows),
  });
  return hall;
}

/** Curved stalls in three parts, and a balcony above their back. */
function theatre({ rows, seats, balconyRows }: Size, words: TemplateWords): ChartBuilder {
  const hall = new ChartBuilder([
    { id: "stalls", name: words.stalls, colour: 1 },
    { id: "balcony", name: words.balcony, colour: 3 },
  ]);
  const radius = radiusOf(seats * SEAT_PITCH + 88, 50)!;
  const centre: Point = [0, -radius];
  hall.shape({
    kind: "stage",
    polygon: rectangle(0, -110, Math.max(240, seats * SEAT_PITCH * 0.8), 90),
    label: words.stage,
  });
  hall.block({
    section: { id: words.stalls, code: "S", floor: words.groundFloor },
    zone: "stalls",
    at: [0, 0],
    radius,
    rows: letters("A", rows),
    seats: inThree(seats),
    numbering: "odd-even",
    flags: wheelchairAtBack(rows),
  });
  const behind = radius + rows * ROW_PITCH + 70;
  hall.block({
    section: { id: words.balcony, code: "B", floor: words.firstFloor },
    zone: "balcony",
    at: polar(centre, behind, 0),
    radius: behind,
    rows: letters("A", balconyRows),
    seats: inThree(Math.round(seats * 1.25)),
    numbering: "odd-even",
  });
  return hall;
}

/** A floor to stand on in front of the stage, and round tables behind it. */
function club({ tables, seatsPerTable, standing }: Size, words: TemplateWords): ChartBuilder {
  const hall = new ChartBuilder([
    { id: "floor", name: words.standing, colour: 4 },
    { id: "tables", name: words.tables, colour: 1 },
  ]);
  hall.shape({ kind: "stage", polygon: rectangle(0, -90, 320, 80), label: words.stage });
  const width = Math.max(400, Math.min(1_200, Math.sqrt(standing) * 24));
  hall.standing({
    id: words.standing,
    name: words.standing,
    zone: "floor",
    capacity: standing,
    polygon: rectangle(0, 110, width, 200),
  });
  addTables(hall, { tables, seatsPerTable, top: 210, width }, words);
  return hall;
}

function tablesOnly({ tables, seatsPerTable }: Size, words: TemplateWords): ChartBuilder {
  const hall = new ChartBuilder([{ id: "tables", name: words.tables, colour: 1 }]);
  hall.shape({ kind: "stage", polygon: rectangle(0, -90, 320, 80), label: words.stage });
  const width = Math.sqrt(tables) * 1.3 * tablePitch(seatsPerTable);
  addTables(hall, { tables, seatsPerTable, top: 0, width }, words);
  return hall;
}

/** Blocks in a horseshoe around a floor to stand on. */
function arena({ blocks, rows, seats, standing }: Size, words: TemplateWords): ChartBuilder {
  const hall = new ChartBuilder([
    { id: "floor", name: words.standing, colour: 4 },
    { id: "seats", name: words.seats, colour: 1 },
  ]);
  const blockWidth = seats * SEAT_PITCH + 36;
  // The blocks share 220 degrees around the floor.
  const degrees = 220 / blocks;
  const radius = Math.max(420, blockWidth / (degrees * Math.PI / 180));
  const side = radius * 0.62;
  hall.shape({
    kind: "stage",
    polygon: rectangle(0, -radius * 0.72, side * 1.4, radius * 0.3),
    label: words.stage,
  });
  hall.standing({
    id: words.standing,
    name: words.standing,
    zone: "floor",
    capacity: standing,
    polygon: rectangle(0, radius * 0.1, side * 2 * 0.9, radius * 1.1),
  });
  for (let block = 0; block < blocks; block++) {
    const turn = 110 - degrees / 2 - block * degrees;
    const number = String(101 + block);
    hall.block({
      section: { id: number, name: words.block({ number }) },
      zone: "seats",
      at: polar([0, 0], radius + 40, turn),
      turn,
      radius: radius + 40,
      rows: numbers(1, rows),
      seats,
      flags: block === Math.floor(blocks / 2) ? wheelchairAtBack(rows) : undefined,
    });
  }
  return hall;
}

/** A field to stand on, and benches on the slope behind it. */
function openAir({ standing, rows, seats }: Size, words: TemplateWords): ChartBuilder {
  const hall = new ChartBuilder([
    { id: "field", name: words.standing, colour: 2 },
    { id: "seats", name: words.seats, colour: 1 },
  ]);
  const width = Math.max(600, seats * SEAT_PITCH);
  const field = ringSegment([0, -width * 0.5], width * 0.55, width * 1.15, -40, 40);
  const bottom = Math.max(...field.map(([, y]) => y));
  hall.shape({ kind: "ground", polygon: meadow(width, bottom + rows * ROW_PITCH + 120) });
  hall.shape({
    kind: "stage",
    polygon: rectangle(0, -width * 0.18, width * 0.5, width * 0.2),
    label: words.stage,
  });
  hall.standing({
    id: words.standing,
    name: words.standing,
    zone: "field",
    capacity: standing,
    polygon: field,
  });
  hall.block({
    section: { id: words.seats, code: "S" },
    zone: "seats",
    at: [0, bottom + 60],
    rows: letters("A", rows),
    seats: inThree(seats),
    flags: wheelchairAtBack(rows),
  });
  return hall;
}

function meadow(width: number, bottom: number): Polygon {
  const side = width * 0.95;
  return [[-side, -width * 0.36], [side, -width * 0.36], [side, bottom], [-side, bottom]];
}

/** A place for a wheelchair and one for a companion at the end of the last row, which an aisle leads to. */
function wheelchairAtBack(rows: number) {
  return (row: number, number: number): SeatFlag[] =>
    row !== rows - 1 ? [] : number === 1 ? ["accessible"] : number === 2 ? ["companion"] : [];
}

/** A row in three parts with two aisles, the middle one as long as the others together. */
function inThree(seats: number): number[] {
  const side = Math.floor(seats / 4);
  return [side, seats - 2 * side, side];
}

function tablePitch(seatsPerTable: number): number {
  return Math.max(seatsPerTable * 26 / Math.PI, 60) + 60;
}

/** Tables in a grid as wide as this, numbered row by row; the first has a wheelchair place. */
function addTables(
  hall: ChartBuilder,
  { tables, seatsPerTable, top, width }: {
    tables: number;
    seatsPerTable: number;
    top: number;
    width: number;
  },
  words: TemplateWords,
): void {
  const pitch = tablePitch(seatsPerTable);
  const columns = Math.max(1, Math.min(tables, Math.floor(width / pitch)));
  for (let table = 0; table < tables; table++) {
    const number = String(table + 1);
    const inRow = Math.min(columns, tables - Math.floor(table / columns) * columns);
    hall.table({
      section: { id: words.table({ number }), code: `T${number}` },
      zone: "tables",
      at: [
        (table % columns - (inRow - 1) / 2) * pitch,
        top + pitch * (0.6 + Math.floor(table / columns)),
      ],
      seats: { around: seatsPerTable },
      flags: (seat) => table > 0 || seat > 2 ? [] : seat === 1 ? ["accessible"] : ["companion"],
    });
  }
}
