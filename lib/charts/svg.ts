/** A static picture of a hall: a thumbnail for admins, and the map until it is live or if there is no JavaScript. */
import { type Chart, type ChartShape, type Point, type Polygon, SEAT_DIAMETER } from "./chart.ts";
import { round } from "./geometry.ts";

/** Above this many seats a picture shows sections instead: individual seats would be too small to see. */
const SEATS_DRAWN_MAX = 1_500;

/**
 * The picture is light or dark like the page that shows it; zones have the colours of tokens.css. All rules are
 * nested, so that none leak when the picture is inlined.
 */
const STYLE =
  `.hall{color-scheme:light dark;font-family:"Bricolage Grotesque",system-ui,sans-serif;text-anchor:middle;dominant-baseline:central;
fill:light-dark(#2b2130,#f1ebe6);
.room{fill:light-dark(#f5f0ea,#2b2230);stroke:light-dark(#cfc5bd,#4c4052);stroke-width:3}
.ground{fill:light-dark(#e6eadb,#263026)}
.aisle{fill:light-dark(#ece4dc,#352b3a)}
.stage{fill:light-dark(#3a2c40,#6b5a72)}
.screen{fill:light-dark(#8c7f94,#a89bb0)}
.fixture{fill:light-dark(#ded4cb,#43384a);stroke:light-dark(#bdb0a6,#5b4e63);stroke-width:2}
.table,.round-table{fill:light-dark(#d9c3a5,#5a4a3c);stroke:light-dark(#b39a78,#77634f);stroke-width:2}
.tree{fill:light-dark(#b9cca5,#3e5236)}
.on-stage{fill:#fff;font-weight:700}
.block{fill-opacity:.3;stroke-opacity:.8;stroke-width:3}
.label{font-weight:600}
.zone-1{fill:light-dark(oklch(0.37 0.15 322), oklch(0.55 0.12 326));stroke:light-dark(oklch(0.37 0.15 322), oklch(0.55 0.12 326))}
.zone-2{fill:light-dark(oklch(0.47 0.19 272), oklch(0.61 0.17 274));stroke:light-dark(oklch(0.47 0.19 272), oklch(0.61 0.17 274))}
.zone-3{fill:light-dark(oklch(0.57 0.095 200), oklch(0.72 0.1 190));stroke:light-dark(oklch(0.57 0.095 200), oklch(0.72 0.1 190))}
.zone-4{fill:light-dark(oklch(0.53 0.14 36), oklch(0.58 0.17 33));stroke:light-dark(oklch(0.53 0.14 36), oklch(0.58 0.17 33))}
.zone-5{fill:light-dark(oklch(0.33 0.08 140), oklch(0.92 0.055 155));stroke:light-dark(oklch(0.33 0.08 140), oklch(0.92 0.055 155))}
.zone-6{fill:light-dark(oklch(0.645 0.165 304), oklch(0.81 0.105 303));stroke:light-dark(oklch(0.645 0.165 304), oklch(0.81 0.105 303))}
.taken{fill:light-dark(oklch(0.625 0.015 50), oklch(0.495 0.03 330));stroke:light-dark(oklch(0.625 0.015 50), oklch(0.495 0.03 330))}
.dots{fill:none;stroke-linecap:round}
.held{fill:none;stroke:light-dark(oklch(0.58 0.03 340), oklch(0.6 0.03 340));stroke-width:3}
.accessible{stroke:light-dark(#2b2130,#f1ebe6);stroke-width:3;stroke-linejoin:round}}`;

/** Returns the class for the colour of a zone, by zone id. */
type ZoneClass = (zone: string) => string;

/** One letter per seat; if empty, nothing is known and every seat looks free. */
type Statuses = string;

/**
 * Draws a chart as a self-contained SVG document, meant to be served as a separate file. With `statuses`, free seats
 * have the colour of their zone, held ones are rings, booked ones are small and faint, and those not for sale are left
 * out. If `detail` is `sections`, as by default with more than 1,500 seats, it draws the outlines of sections, faint if
 * nothing is free.
 */
export function chartToSvg(
  chart: Chart,
  { detail, statuses = "" }: { detail?: "seats" | "sections"; statuses?: Statuses } = {},
): string {
  const level = detail ?? (chart.seats.length > SEATS_DRAWN_MAX ? "sections" : "seats");
  const colours = new Map(chart.zones.map((zone) => [zone.id, zone.colour]));
  const zoneClass: ZoneClass = (zone) => `zone-${colours.get(zone)}`;
  const marks = [
    ...chart.shapes.map((shape) => drawShape(shape)),
    ...drawAreas(chart, zoneClass, statuses),
    ...(level === "seats" ? drawSeats(chart, zoneClass, statuses) : drawSections(chart, zoneClass, statuses)),
    ...drawLabels(chart, level),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="hall" viewBox="0 0 ${chart.width} ${chart.height}" role="img">` +
    `<style>${STYLE}</style>${marks.join("")}</svg>`;
}

function drawShape(shape: ChartShape): string {
  if (shape.kind === "text") return label(shape.at, shape.text, shape.size, "", shape.turn);
  const outline = "polygon" in shape
    ? `<polygon class="${shape.kind}" points="${points(shape.polygon)}"/>`
    : `<circle class="${shape.kind}" cx="${shape.at[0]}" cy="${shape.at[1]}" r="${shape.radius}"/>`;
  if (shape.label === undefined) return outline;
  const [left, top, right, bottom] = "polygon" in shape ? box(shape.polygon) : boxOfCircle(shape);
  const size = Math.min((bottom - top) * 0.3, (right - left) / (shape.label.length * 1.1));
  const onDark = shape.kind === "stage" || shape.kind === "screen";
  return outline +
    label([(left + right) / 2, (top + bottom) / 2], shape.label, size, onDark ? "on-stage" : "", 0);
}

/** The size of a booked seat, relative to others. */
const BOOKED_SIZE = 0.45;

/**
 * One path for all seats that look the same, with a mark for each: a phone takes far longer to draw hundreds of
 * elements.
 */
function drawSeats({ seats }: Chart, zoneClass: ZoneClass, statuses: Statuses): string[] {
  const radius = SEAT_DIAMETER / 2 - 1;
  const dots = (className: string, radius: number) =>
    `class="${className} dots" stroke-width="${round(2 * radius)}"`;
  const [free, taken] = [
    (zone: string) => dots(zoneClass(zone), radius),
    dots("taken", radius * BOOKED_SIZE),
  ];
  const paths = new Map<string, string[]>();
  for (const [index, { x, y, zone, flags, area }] of seats.entries()) {
    const status = statuses[index] ?? "a";
    if (area !== undefined || status === "x") continue;
    const [look, mark] = status === "h"
      ? ['class="held"', ring(x, y, radius - 1.5)]
      : status === "b"
      ? [taken, dot(x, y)]
      : flags.includes("accessible")
      ? [`class="${zoneClass(zone)} accessible"`, square(x, y, radius)]
      : [free(zone), dot(x, y)];
    const marks = paths.get(look);
    if (marks) marks.push(mark);
    else paths.set(look, [mark]);
  }
  return [...paths].map(([look, marks]) => `<path ${look} d="${marks.join("")}"/>`);
}

/** A zero-length line: its round caps make the dot. */
const dot = (x: number, y: number) => `M${x},${y}h0`;
const square = (x: number, y: number, half: number) =>
  `M${round(x - half)},${round(y - half)}h${2 * half}v${2 * half}h${-2 * half}z`;
const ring = (x: number, y: number, radius: number) =>
  `M${round(x - radius)},${y}` +
  [1, -1].map((side) => `a${radius},${radius} 0 0 1 ${side * 2 * radius},0`).join("");

function drawAreas({ areas, seats }: Chart, zoneClass: ZoneClass, statuses: Statuses): string[] {
  const free = new Set(seats.flatMap(({ area }, index) => isFree(statuses, index) ? area ?? [] : []));
  return areas.map(({ id, polygon, zone }) => drawBlock(polygon, free.has(id) ? zoneClass(zone) : "taken"));
}

function drawSections({ sections, seats }: Chart, zoneClass: ZoneClass, statuses: Statuses): string[] {
  const firstSeat = new Map(seats.toReversed().map((seat) => [seat.section, seat]));
  const free = new Set(seats.flatMap(({ section }, index) => isFree(statuses, index) ? section : []));
  return sections.flatMap(({ id, outline }) => {
    const seat = firstSeat.get(id);
    return outline && seat && seat.area === undefined
      ? [drawBlock(outline, free.has(id) ? zoneClass(seat.zone) : "taken")]
      : [];
  });
}

function isFree(statuses: Statuses, index: number): boolean {
  return statuses === "" || statuses[index] === "a";
}

function drawBlock(polygon: Polygon, className: string): string {
  return `<polygon class="${className} block" points="${points(polygon)}"/>`;
}

/** If seats are drawn, only standing areas need a label. */
function drawLabels(chart: Chart, level: "seats" | "sections"): string[] {
  const areas = new Set(chart.areas.map((area) => area.id));
  return chart.sections.filter((section) => level === "sections" || areas.has(section.id)).map((section) => {
    const [left, top, right, bottom] = box(section.outline ?? [section.labelAt]);
    const size = Math.min(
      (right - left) / (section.name.length * 0.75),
      (bottom - top) * 0.3,
      chart.width / 45,
    );
    return label(section.labelAt, section.name, size, "label", 0);
  });
}

function label(
  at: readonly [number, number],
  text: string,
  size: number,
  className: string,
  turn: number,
): string {
  const escaped = text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const rotate = turn === 0 ? "" : ` transform="rotate(${turn} ${at[0]} ${at[1]})"`;
  return `<text class="${className}" x="${at[0]}" y="${at[1]}" font-size="${
    Math.round(size)
  }"${rotate}>${escaped}</text>`;
}

function points(polygon: Polygon): string {
  return polygon.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
}

function boxOfCircle({ at: [x, y], radius }: { at: Point; radius: number }): ReturnType<typeof box> {
  return [x - radius, y - radius, x + radius, y + radius];
}

function box(polygon: Polygon): [left: number, top: number, right: number, bottom: number] {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
