/**
 * What may be wrong with a hall while it is drawn, each problem with its place in the drawing. Errors must be corrected
 * before the hall can be used; what a warning finds may be intended. Unlike `faults.ts`, which tells a program what is
 * wrong with its JSON, this works on anything of a chart's shape, however unfinished.
 */
import { type Chart, type ChartSeat, type Point, SEAT_DIAMETER } from "./chart.ts";
import { comparedName, ENCLOSED_AREA_MIN, overlappingSeats } from "./faults.ts";
import { contains, enclosedArea } from "./geometry.ts";

export const problemCodes = {
  "name-double": "error",
  "name-empty": "error",
  "too-close": "error",
  "zone-missing": "error",
  "area-capacity": "error",
  "area-surface": "error",
  "outside-room": "warning",
  "companion-alone": "warning",
  "no-accessible": "warning",
  "row-of-one": "warning",
} as const;

export type ChartProblemCode = keyof typeof problemCodes;

/** Where a problem is: ids, except for the floor, which is a name. Empty if it concerns the whole hall. */
export interface ProblemPlace {
  seats?: string[];
  area?: string;
  section?: string;
  floor?: string;
  point?: Point;
}

export interface ChartProblem {
  code: ChartProblemCode;
  at: ProblemPlace;
}

/** The most problems that are listed; `more` counts the others. */
export const PROBLEMS_MAX = 50;

/** The greatest distance of a companion's seat from its wheelchair place: two seats along, even if they are far apart. */
const COMPANION_DISTANCE_MAX = 3.5 * SEAT_DIAMETER;

/** A chart, or a drawing on its way to one. */
type Drawn = Omit<Chart, "version" | "seatCount">;
type Rule = (chart: Drawn) => Iterable<ChartProblem>;

const rules: Rule[] = [
  emptyNames,
  doubleNames,
  closeSeats,
  missingZones,
  areasWithoutCapacity,
  areasWithoutSurface,
  seatsOutside,
  companionsAlone,
  noWheelchairPlace,
  rowsOfOne,
];

/** The problems of a chart, errors first, at most {@link PROBLEMS_MAX}, and how many more there are. */
export function chartProblems(chart: Drawn): { problems: ChartProblem[]; more: number } {
  const problems: ChartProblem[] = [];
  let more = 0;
  for (const rule of rules) {
    for (const problem of rule(chart)) {
      if (problems.length < PROBLEMS_MAX) problems.push(problem);
      else more++;
    }
  }
  return { problems, more };
}

function* emptyNames({ sections, seats }: Drawn): Iterable<ChartProblem> {
  for (const { id, name } of sections) {
    if (name.trim() === "") yield { code: "name-empty", at: { section: id } };
  }
  for (const { id, number, area } of seats) {
    if (area === undefined && number.trim() === "") yield { code: "name-empty", at: { seats: [id] } };
  }
}

function* doubleNames({ seats }: Drawn): Iterable<ChartProblem> {
  const seated = seats.filter(({ area, number }) => area === undefined && number.trim() !== "");
  const nameOf = ({ section, row, number }: ChartSeat) =>
    JSON.stringify([section, comparedName(row), comparedName(number)]);
  for (const alike of Map.groupBy(seated, nameOf).values()) {
    if (alike.length > 1) yield { code: "name-double", at: { seats: alike.map(({ id }) => id) } };
  }
}

function* closeSeats(chart: Drawn): Iterable<ChartProblem> {
  const idOf = (index: number) => chart.seats[index].id;
  for (const [at, near] of overlappingSeats(chart)) {
    yield { code: "too-close", at: { seats: [idOf(near), idOf(at)] } };
  }
}

function* missingZones({ zones, seats }: Drawn): Iterable<ChartProblem> {
  const known = new Set(zones.map(({ id }) => id));
  const missing = seats.filter(({ zone }) => !known.has(zone));
  if (missing.length > 0) yield { code: "zone-missing", at: { seats: missing.map(({ id }) => id) } };
}

function* areasWithoutCapacity({ areas, seats }: Drawn): Iterable<ChartProblem> {
  const places = Map.groupBy(seats, ({ area }) => area);
  for (const { id, capacity } of areas) {
    if (capacity < 1 || places.get(id)?.length !== capacity) {
      yield { code: "area-capacity", at: { area: id } };
    }
  }
}

function* areasWithoutSurface({ areas }: Drawn): Iterable<ChartProblem> {
  for (const { id, polygon } of areas) {
    if (enclosedArea(polygon) < ENCLOSED_AREA_MIN) yield { code: "area-surface", at: { area: id } };
  }
}

/** Outside the drawing, or outside every room, if rooms are drawn. */
function* seatsOutside({ width, height, seats, shapes }: Drawn): Iterable<ChartProblem> {
  const rooms = shapes.flatMap((shape) => shape.kind === "room" ? [shape.polygon] : []);
  const isInside = ({ x, y }: ChartSeat) =>
    x >= 0 && y >= 0 && x <= width && y <= height &&
    (rooms.length === 0 || rooms.some((room) => contains(room, { x, y })));
  const outside = seats.filter((seat) => !isInside(seat));
  if (outside.length > 0) yield { code: "outside-room", at: { seats: outside.map(({ id }) => id) } };
}

function* companionsAlone({ seats }: Drawn): Iterable<ChartProblem> {
  const places = seats.filter(({ flags }) => flags.includes("accessible"));
  for (const { id, x, y, section, flags } of seats) {
    if (!flags.includes("companion")) continue;
    const isBeside = places.some((place) =>
      place.section === section && Math.hypot(place.x - x, place.y - y) <= COMPANION_DISTANCE_MAX
    );
    if (!isBeside) yield { code: "companion-alone", at: { seats: [id] } };
  }
}

function* noWheelchairPlace({ seats }: Drawn): Iterable<ChartProblem> {
  const seated = seats.filter(({ area }) => area === undefined);
  if (seated.length > 0 && !seated.some(({ flags }) => flags.includes("accessible"))) {
    yield { code: "no-accessible", at: {} };
  }
}

function* rowsOfOne({ seats }: Drawn): Iterable<ChartProblem> {
  const inRows = seats.filter(({ area, row }) => area === undefined && row !== "");
  for (const row of Map.groupBy(inRows, ({ section, row }) => JSON.stringify([section, row])).values()) {
    if (row.length === 1) yield { code: "row-of-one", at: { seats: [row[0].id] } };
  }
}
