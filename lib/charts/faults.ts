/**
 * What can still be wrong with a chart of the right shape. The rules apply to writing: stored charts may predate some
 * of them. Each rule takes time proportional to the size of the chart.
 */
import { lineFault } from "@/lib/text/typed_text.ts";
import { toCompatible } from "@/lib/text/unicode_forms.ts";
import {
  type Chart,
  type ChartSeat,
  type Point,
  type Polygon,
  ROW_SEATS_MAX,
  SEAT_DIAMETER,
  SECTION_SEATS_MAX,
} from "./chart.ts";
import { contains, enclosedArea } from "./geometry.ts";

/** Coordinates are often rounded to tenths, so two seats may be closer than they were drawn. */
const ROUNDING = 0.15;
/** The most floors in a hall. */
export const FLOORS_MAX = 30;
/** The most points in all outlines, areas and shapes together. */
export const POINTS_MAX = 20_000;
/** A polygon that encloses less than this, in square units, can't be seen. */
export const ENCLOSED_AREA_MIN = 1;

/** One fault of a chart: where it is, as a path into the chart, and what is wrong. */
export interface ChartFault {
  path: (string | number)[];
  message: string;
}

/** The most faults that are reported. */
const FAULTS_MAX = 100;

/** Reports a fault. */
type Report = (path: ChartFault["path"], message: string) => void;

const rules: ((chart: Chart, report: Report) => void)[] = [
  checkIds,
  checkReferences,
  checkTexts,
  checkNames,
  checkCounts,
  checkBounds,
  checkEnclosedAreas,
  checkPlaces,
  checkDistances,
];

/**
 * Returns the contradictions of a chart: duplicate ids and names, empty or unreadable names, unknown zones, sections
 * and areas, seats too close to each other, places outside their area, anything outside the drawing, polygons that
 * enclose nothing, and counts that don't add up or exceed the limits in docs/charts.md. Returns at most 100; none for
 * a valid chart.
 */
export function chartFaults(chart: Chart): ChartFault[] {
  const faults: ChartFault[] = [];
  const report: Report = (path, message) => {
    if (faults.length < FAULTS_MAX) faults.push({ path, message });
  };
  for (const check of rules) check(chart, report);
  return faults;
}

function checkIds(chart: Chart, report: Report): void {
  for (const member of ["zones", "sections", "areas", "seats"] as const) {
    const seen = new Set<string>();
    for (const [at, { id }] of chart[member].entries()) {
      if (seen.has(id)) report([member, at, "id"], `${id} is used twice`);
      seen.add(id);
    }
  }
}

function checkReferences({ zones, sections, areas, seats }: Chart, report: Report): void {
  const zoneIds = new Set(zones.map(({ id }) => id));
  const sectionIds = new Set(sections.map(({ id }) => id));
  const zoneOfArea = new Map(areas.map(({ id, zone }) => [id, zone]));
  for (const [at, { zone, section, area }] of seats.entries()) {
    if (!zoneIds.has(zone)) report(["seats", at, "zone"], `there is no zone ${zone}`);
    if (!sectionIds.has(section)) report(["seats", at, "section"], `there is no section ${section}`);
    if (area === undefined) continue;
    if (!zoneOfArea.has(area)) report(["seats", at, "area"], `there is no area ${area}`);
    else if (zoneOfArea.get(area) !== zone) {
      report(["seats", at, "zone"], `differs from the zone of area ${area}`);
    }
  }
  for (const [at, { zone }] of areas.entries()) {
    if (!zoneIds.has(zone)) report(["areas", at, "zone"], `there is no zone ${zone}`);
  }
}

/** Text for people must be a single line. That includes section ids, because they are printed on tickets. */
function checkTexts({ zones, sections, seats, areas, shapes }: Chart, report: Report): void {
  const sound = new Set<string | undefined>([undefined]);
  const check = (path: ChartFault["path"], text: string | undefined) => {
    if (sound.has(text)) return;
    const fault = lineFault(text!);
    if (fault) report(path, fault);
    else sound.add(text);
  };
  for (const [at, { name }] of zones.entries()) check(["zones", at, "name"], name);
  for (const [at, { name }] of areas.entries()) check(["areas", at, "name"], name);
  for (const [at, { id, name, floor }] of sections.entries()) {
    check(["sections", at, "id"], id);
    check(["sections", at, "name"], name);
    check(["sections", at, "floor"], floor);
  }
  for (const [at, { row, number, note }] of seats.entries()) {
    check(["seats", at, "row"], row);
    check(["seats", at, "number"], number);
    check(["seats", at, "note"], note);
  }
  for (const [at, shape] of shapes.entries()) {
    if (shape.kind === "text") check(["shapes", at, "text"], shape.text);
    else check(["shapes", at, "label"], shape.label);
  }
}

/** What is printed on a ticket must identify one seat: section, row and number, as people read them. */
function checkNames({ seats }: Chart, report: Report): void {
  const named = new Map<string, string>();
  const hasRows = new Map<string, boolean>();
  for (const [at, seat] of seats.entries()) {
    const { id, section, row, number, area } = seat;
    if (area !== undefined) {
      if (row !== "") report(["seats", at, "row"], "must be empty for a standing place");
      if (number !== "") report(["seats", at, "number"], "must be empty for a standing place");
      continue;
    }
    if (number === "") report(["seats", at, "number"], "must not be empty");
    const othersHaveRow = hasRows.get(section);
    if (othersHaveRow === undefined) hasRows.set(section, row !== "");
    else if (othersHaveRow !== (row !== "")) {
      report(["seats", at, "row"], `either all seats of section ${section} must have a row or none may`);
    }
    const name = JSON.stringify([section, comparedName(row), comparedName(number)]);
    const other = named.get(name);
    if (other !== undefined) {
      report(["seats", at, "number"], `seat ${other} has the same section, row and number`);
    } else named.set(name, id);
  }
}

/** Converts names that look alike to the same text. */
export function comparedName(name: string): string {
  return toCompatible(name).trim();
}

function checkCounts({ seatCount, sections, areas, seats, shapes }: Chart, report: Report): void {
  if (seatCount !== seats.length) {
    report(["seatCount"], `is ${seatCount}, but there are ${seats.length} seats`);
  }
  const placesOf = countBy(seats, ({ area }) => area);
  for (const [at, { id, capacity }] of areas.entries()) {
    const places = placesOf.get(id) ?? 0;
    if (places !== capacity) {
      report(["areas", at, "capacity"], `is ${capacity}, but the area has ${places} seats`);
    }
  }
  const seated = seats.filter(({ area }) => area === undefined);
  const seatsOf = countBy(seated, ({ section }) => section);
  for (const [at, { id }] of sections.entries()) {
    const count = seatsOf.get(id) ?? 0;
    if (count > SECTION_SEATS_MAX) {
      report(["sections", at], `has ${count} seats; at most ${SECTION_SEATS_MAX} are allowed`);
    }
  }
  for (const [key, count] of countBy(seated, ({ section, row }) => JSON.stringify([section, row]))) {
    const [section, row] = JSON.parse(key);
    const where = row === "" ? `section ${section}` : `row ${row} of section ${section}`;
    if (count > ROW_SEATS_MAX) {
      report(["seats"], `${where} has ${count} seats; at most ${ROW_SEATS_MAX} are allowed`);
    }
  }
  const floors = new Set(sections.map(({ floor }) => floor)).size;
  if (floors > FLOORS_MAX) report(["sections"], `have ${floors} floors; at most ${FLOORS_MAX} are allowed`);
  const points =
    [...areas, ...shapes].reduce((sum, part) => sum + ("polygon" in part ? part.polygon.length : 1), 0) +
    sections.reduce((sum, { outline = [] }) => sum + outline.length, 0);
  if (points > POINTS_MAX) {
    report([], `outlines and shapes have ${points} points; at most ${POINTS_MAX} are allowed`);
  }
}

function countBy<Item>(items: Item[], keyOf: (item: Item) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function checkBounds({ width, height, seats, areas, sections, shapes }: Chart, report: Report): void {
  const message = `lies outside the drawing of ${width} × ${height}`;
  const isOutside = ([x, y]: Point) => !(x >= 0 && y >= 0 && x <= width && y <= height);
  for (const [at, { x, y }] of seats.entries()) {
    if (isOutside([x, y])) report(["seats", at], message);
  }
  for (const [at, { polygon }] of areas.entries()) {
    if (polygon.some(isOutside)) report(["areas", at, "polygon"], message);
  }
  for (const [at, { labelAt, outline = [] }] of sections.entries()) {
    if (isOutside(labelAt) || outline.some(isOutside)) report(["sections", at], message);
  }
  for (const [at, shape] of shapes.entries()) {
    if ("polygon" in shape ? shape.polygon.some(isOutside) : isOutside(shape.at)) {
      report(["shapes", at], message);
    }
  }
}

function checkEnclosedAreas({ areas, sections, shapes }: Chart, report: Report): void {
  const check = (path: ChartFault["path"], polygon: Polygon) => {
    if (enclosedArea(polygon) < ENCLOSED_AREA_MIN) report(path, "encloses no area");
  };
  for (const [at, { polygon }] of areas.entries()) check(["areas", at, "polygon"], polygon);
  for (const [at, { outline }] of sections.entries()) {
    if (outline) check(["sections", at, "outline"], outline);
  }
  for (const [at, shape] of shapes.entries()) {
    if ("polygon" in shape) check(["shapes", at, "polygon"], shape.polygon);
  }
}

/** All places of an area must lie at one point inside it. */
function checkPlaces({ areas, seats }: Chart, report: Report): void {
  const polygons = new Map(areas.map(({ id, polygon }) => [id, polygon]));
  const firsts = new Map<string, ChartSeat>();
  for (const [at, seat] of seats.entries()) {
    const polygon = seat.area === undefined ? undefined : polygons.get(seat.area);
    if (!polygon) continue;
    const first = firsts.get(seat.area!);
    if (first) {
      if (seat.x !== first.x || seat.y !== first.y) {
        report(["seats", at], `must lie at the same point as the other places of area ${seat.area}`);
      }
      continue;
    }
    firsts.set(seat.area!, seat);
    if (!contains(polygon, seat)) report(["seats", at], `lies outside area ${seat.area}`);
  }
}

function checkDistances(chart: Chart, report: Report): void {
  const { seats } = chart;
  for (const [at, near] of overlappingSeats(chart)) {
    report(["seats", at], `is less than ${SEAT_DIAMETER} units away from seat ${seats[near].id}`);
  }
}

/**
 * The seats that overlap an earlier one on the same floor, each with that one, by index. Seats outside the drawing are
 * left out. Only neighbouring cells of a grid are compared, and seats that overlap are not added to it, so no cell gets
 * crowded.
 */
export function* overlappingSeats(
  { width, height, sections, seats }: Pick<Chart, "width" | "height" | "sections" | "seats">,
): Generator<[number, number]> {
  const floors = new Map<string, number>();
  const floorOf = new Map(sections.map(({ id, floor = "" }) => {
    if (!floors.has(floor)) floors.set(floor, floors.size);
    return [id, floors.get(floor)!];
  }));
  const lines = Math.ceil(height / SEAT_DIAMETER) + 2;
  const columns = Math.ceil(width / SEAT_DIAMETER) + 2;
  const cells = new Map<number, number[]>();
  for (const [at, { x, y, section, area }] of seats.entries()) {
    // Seats outside the drawing are reported already, and would share cells with others.
    if (area !== undefined || !(x >= 0 && y >= 0 && x <= width && y <= height)) continue;
    const column = Math.floor(x / SEAT_DIAMETER) + 1;
    const line = Math.floor(y / SEAT_DIAMETER) + 1;
    const cell = ((floorOf.get(section) ?? 0) * columns + column) * lines + line;
    const near = neighbours(cells, cell, lines).find((other) =>
      Math.hypot(seats[other].x - x, seats[other].y - y) < SEAT_DIAMETER - ROUNDING
    );
    if (near !== undefined) {
      yield [at, near];
      continue;
    }
    const inCell = cells.get(cell);
    if (inCell) inCell.push(at);
    else cells.set(cell, [at]);
  }
}

function neighbours(cells: Map<number, number[]>, cell: number, lines: number): number[] {
  const found: number[] = [];
  for (const column of [cell - lines, cell, cell + lines]) {
    for (let at = column - 1; at <= column + 1; at++) found.push(...cells.get(at) ?? []);
  }
  return found;
}
