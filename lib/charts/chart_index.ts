/** What choosing seats needs to know about a chart, computed once per chart version. The caller caches it. */
import type { Chart, ChartSeat, Point } from "./chart.ts";

export interface ChartIndex {
  chart: Chart;
  indexById: Map<string, number>;
  /** Indexes of adjacent seats with no aisle between them, each run in order along its row. */
  runs: number[][];
  /** The sections that have seats in rows, in the chart's order. */
  sections: IndexedSection[];
  /** The indexes of each area's places, by area id. */
  placesByArea: Map<string, number[]>;
  /** How far each seat is from the hall's best point, in chart units; a restricted view counts as further away. */
  distances: Float64Array;
}

export interface IndexedSection {
  id: string;
  name: string;
  floor: string | null;
  /** Indexes of its seats, excluding standing places. */
  seats: number[];
  /** The zones of its seats. */
  zones: string[];
}

/** Neighbours further apart than this many times the row's usual pitch have an aisle between them. */
const AISLE_PITCHES = 1.4;
/** The distance added for a restricted view, as a fraction of the hall's diagonal. */
const RESTRICTED_VIEW_PENALTY = 0.25;

/** Builds the index of a chart. Takes about a millisecond for 1,000 seats. */
export function indexChart(chart: Chart): ChartIndex {
  const indexById = new Map<string, number>();
  const placesByArea = new Map<string, number[]>();
  const seatsBySection = new Map<string, number[]>();
  // Nested maps, because making a key from section and row for each seat takes longer than everything else.
  const rowsBySection = new Map<string, Map<string, number[]>>();
  chart.seats.forEach(({ id, section, row, area }, index) => {
    indexById.set(id, index);
    if (area !== undefined) return addTo(placesByArea, area, index);
    addTo(seatsBySection, section, index);
    let rows = rowsBySection.get(section);
    if (!rows) rowsBySection.set(section, rows = new Map());
    addTo(rows, row, index);
  });
  const runs = rowsBySection.values().flatMap((rows) => rows.values())
    .flatMap((row) => splitAtAisles(chart, alongRow(chart, row))).toArray();
  const sections = indexSections(chart, seatsBySection);
  return { chart, indexById, runs, sections, placesByArea, distances: distancesToBest(chart) };
}

function indexSections({ sections, seats }: Chart, seatsBySection: Map<string, number[]>): IndexedSection[] {
  return sections.flatMap(({ id, name, floor = null }) => {
    const own = seatsBySection.get(id);
    if (!own) return [];
    const zones = new Set<string>();
    for (const index of own) zones.add(seats[index].zone);
    return [{ id, name, floor, seats: own, zones: [...zones] }];
  });
}

function addTo(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key);
  if (list) list.push(index);
  else lists.set(key, [index]);
}

/**
 * Sorts a row's seats from left to right, the order in which chosen seats are listed: by their position along the line
 * between the two seats furthest apart. Seats around a table, which has no rows, stay in the chart's order.
 */
function alongRow({ seats }: Chart, row: number[]): number[] {
  if (seats[row[0]].row === "") return row;
  const furthestFrom = (from: ChartSeat) =>
    row.map((index) => seats[index]).reduce((a, b) => distance(from, b) > distance(from, a) ? b : a);
  const end = furthestFrom(seats[row[0]]);
  const otherEnd = furthestFrom(end);
  const [left, right] = end.x <= otherEnd.x ? [end, otherEnd] : [otherEnd, end];
  const along = ({ x, y }: ChartSeat) => x * (right.x - left.x) + y * (right.y - left.y);
  return row.toSorted((a, b) => along(seats[a]) - along(seats[b]));
}

function splitAtAisles({ seats }: Chart, row: number[]): number[][] {
  const gaps = row.slice(1).map((index, position) => distance(seats[row[position]], seats[index]));
  // The lower quartile, because rows of paired recliners have as many aisles as adjacent seats.
  const pitch = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 4)];
  const runs = [[row[0]]];
  gaps.forEach((gap, position) => {
    if (gap > pitch * AISLE_PITCHES) runs.push([]);
    runs.at(-1)!.push(row[position + 1]);
  });
  return runs;
}

function distancesToBest(chart: Chart): Float64Array {
  const best = bestPoint(chart);
  const penalty = Math.hypot(chart.width, chart.height) * RESTRICTED_VIEW_PENALTY;
  const distances = new Float64Array(chart.seats.length);
  chart.seats.forEach(({ x, y, flags }, index) => {
    const extra = flags.includes("restricted-view") ? penalty : 0;
    distances[index] = Math.hypot(x - best[0], y - best[1]) + extra;
  });
  return distances;
}

/** Centred in front of the focal point, the stage or the screen, a third of the way from the front seat to the last. */
function bestPoint(chart: Chart): Point {
  let [left, right, front, back] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of chart.seats) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    front = Math.min(front, y);
    back = Math.max(back, y);
  }
  const best = front + (back - front) / 3;
  if (chart.focus) return [chart.focus[0], best];
  const stage = chart.shapes.find((shape) => shape.kind === "stage" || shape.kind === "screen");
  const stageXs = stage && "polygon" in stage ? stage.polygon.map(([x]) => x) : [left, right];
  return [(Math.min(...stageXs) + Math.max(...stageXs)) / 2, best];
}

function distance(a: ChartSeat, b: ChartSeat): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
