/**
 * A small picture of a hall, to accompany text: its stage, its standing areas and its seats as dots. In large halls a
 * dot represents several seats, so a picture is about the same size in bytes for any hall. Pure.
 */
import { type Chart, type ChartShape, type Point, type Polygon, SEAT_DIAMETER } from "./chart.ts";
import { bounds } from "./geometry.ts";
import { countFree } from "./seat_status.ts";

/** The most dots in a picture; each takes about ten bytes. */
export const DOTS_MAX = 700;
/** The most standing areas and stages, and the most points in each of their outlines. */
const AREAS_MAX = 24;
const STAGES_MAX = 4;
const POINTS_MAX = 24;
/** The longer side of a picture, in its own units: whole numbers are precise enough for a dot. */
const SIDE = 1_000;
/** The space between the hall and the edge, so that a mark on the outermost seat is not cut off. */
const MARGIN = 32;
/** The width of a dot and of a mark, relative to the distance between two dots; a mark is never too small to find. */
const DOT_SIZE = 0.76;
const MARK_SIZE = 1.3;
const MARK_MIN = 40;

export interface HallThumbnail {
  viewBox: string;
  /**
   * Markup for the inside of an `<svg>` with this `viewBox`, see components/seat_map/HallThumbnail.tsx. With
   * `statuses`, one letter per seat, free seats have the colour of their zone and taken ones are faint.
   */
  svg(statuses?: string): string;
  /** The points at which these seats lie. */
  marks(indexes: number[]): HallMarks;
}

/** Seats to be marked on a picture. Plain data, which can be sent to a page that already has the picture. */
export interface HallMarks {
  viewBox: string;
  /** In units of the picture. */
  radius: number;
  /** One per seat; the places of a standing area share one. */
  points: Point[];
}

/** A block of standing places, or a dot, with the indexes of its seats. */
interface Spot {
  colour: number;
  seats: number[];
}

/** Lays out the picture of a hall, which the caller caches. Takes about ten milliseconds for 60,000 seats. */
export function hallThumbnail(chart: Chart): HallThumbnail {
  const colours = new Map(chart.zones.map(({ id, colour }) => [id, colour]));
  const stages = chart.shapes.filter(isStage).slice(0, STAGES_MAX);
  const outlines = [...stages, ...chart.areas].flatMap(({ polygon }) => polygon);
  const [left, top, right, bottom] = bounds([...outlines, ...chart.seats.map(pointOf)]);
  const scale = (SIDE - 2 * MARGIN) / Math.max(right - left, bottom - top, SEAT_DIAMETER);
  const toPicture = ([x, y]: Point): Point => [
    MARGIN + Math.round((x - left) * scale),
    MARGIN + Math.round((y - top) * scale),
  ];
  const draw = (polygon: Polygon, attributes: string) =>
    `<polygon ${attributes} points="${thinned(polygon).map(toPicture).join(" ")}"/>`;

  const ground = stages.map(({ polygon }) => draw(polygon, 'class="thumbnail-stage"')).join("");
  const areas = areasWithPlaces(chart).map(({ area, seats }) => ({
    colour: colours.get(area.zone) ?? 1,
    seats,
    polygon: area.polygon,
  }));
  const { cells, pitch } = gatherSeats(chart);
  const dots = cells.map(({ at, seats }) => ({
    colour: colours.get(chart.seats[seats[0]].zone) ?? 1,
    seats,
    at: toPicture(at),
  }));
  const dotSize = Math.max(Math.round(pitch * scale * DOT_SIZE), 3);

  const svg = (statuses = "") => {
    const blocks = areas.map((area) => draw(area.polygon, look("thumbnail-area", area, statuses)));
    const paths = Map.groupBy(dots, (dot) => look("thumbnail-dots", dot, statuses));
    const lines = [...paths].map(([attributes, dots]) =>
      `<path ${attributes} stroke-width="${dotSize}" d="${dots.map(({ at }) => `M${at}h0`).join("")}"/>`
    );
    return [ground, ...blocks, ...lines].join("");
  };
  const [width, height] = toPicture([right, bottom]).map((end) => end + MARGIN);
  const viewBox = `0 0 ${width} ${height}`;
  const radius = Math.round(Math.max(pitch * scale * MARK_SIZE, MARK_MIN) / 2);
  const marks = (indexes: number[]): HallMarks => {
    const points = indexes.map((index) => toPicture(pointOf(chart.seats[index])));
    return { viewBox, radius, points: [...new Map(points.map((point) => [point.join(), point])).values()] };
  };
  return { viewBox, svg, marks };
}

/** The attributes of a spot, by how many of its seats are free; just its class if nothing is known. */
function look(name: string, { colour, seats }: Spot, statuses: string): string {
  if (statuses === "") return `class="${name}"`;
  const free = countFree(seats, statuses);
  const level = free === 0 ? "none" : free * 2 < seats.length ? "few" : "many";
  return `class="${name}" data-free="${level}"${free === 0 ? "" : ` style="--zone:var(--zone-${colour})"`}`;
}

function isStage(shape: ChartShape): shape is ChartShape & { polygon: Polygon } {
  return shape.kind === "stage" || shape.kind === "screen";
}

function pointOf({ x, y }: { x: number; y: number }): Point {
  return [x, y];
}

/** The largest standing areas. */
function areasWithPlaces({ areas, seats }: Chart) {
  const places = new Map<string, number[]>();
  for (const [index, { area }] of seats.entries()) {
    if (area === undefined) continue;
    const known = places.get(area);
    if (known) known.push(index);
    else places.set(area, [index]);
  }
  return areas.map((area) => ({ area, seats: places.get(area.id) ?? [] }))
    .toSorted((a, b) => b.seats.length - a.seats.length).slice(0, AREAS_MAX);
}

/** Every nth point of an outline that has too many. */
function thinned(polygon: Polygon): Polygon {
  const step = Math.ceil(polygon.length / POINTS_MAX);
  return polygon.filter((_, at) => at % step === 0);
}

interface Cell {
  at: Point;
  seats: number[];
}

/** The seats as dots: one each or, in large halls, one per square of a grid that is just coarse enough. */
function gatherSeats({ seats }: Chart): { cells: Cell[]; pitch: number } {
  const seated = [...seats.keys()].filter((index) => seats[index].area === undefined);
  if (seated.length <= DOTS_MAX) {
    const cells = seated.map((index) => ({ at: pointOf(seats[index]), seats: [index] }));
    return { cells, pitch: SEAT_DIAMETER * 1.2 };
  }
  const [left, top, right, bottom] = bounds(seated.map((index) => pointOf(seats[index])));
  // The squares start as if the seats filled a quarter of their box, and grow until they are few enough.
  let pitch = Math.sqrt((right - left) * (bottom - top) / DOTS_MAX / 4) ||
    (right - left + bottom - top) / DOTS_MAX;
  for (;;) {
    const cells = inSquares(pitch);
    if (cells.length <= DOTS_MAX) return { cells, pitch };
    pitch *= 1.15;
  }

  function inSquares(side: number): Cell[] {
    const squares = new Map<number, Cell>();
    const columns = Math.floor((right - left) / side) + 1;
    for (const index of seated) {
      const column = Math.floor((seats[index].x - left) / side);
      const row = Math.floor((seats[index].y - top) / side);
      const known = squares.get(row * columns + column);
      if (known) known.seats.push(index);
      else {
        const at: Point = [left + (column + 0.5) * side, top + (row + 0.5) * side];
        squares.set(row * columns + column, { at, seats: [index] });
      }
    }
    return [...squares.values()];
  }
}
