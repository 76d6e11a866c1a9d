/** A riverside meadow: a front area, the field and a hill to stand on, and numbered picnic mats under the trees. */
import { ChartBuilder, letters } from "../chart_builder.ts";
import { polar, rectangle, ringSegment } from "../chart_geometry.ts";
import type { Chart, Point } from "../chart.ts";
import type { Venue } from "./venue.ts";

const STAGE: Point = [0, -150];
const TREES: [x: number, y: number, radius: number][] = [
  [-1010, 80, 70],
  [-1100, 210, 50],
  [1000, 60, 60],
  [-1090, 900, 60],
  [1075, 880, 55],
  [-620, 1270, 60],
  [640, 1290, 70],
  [-130, 1420, 50],
  [160, 1430, 65],
  [-1010, 1290, 80],
  [1020, 1300, 60],
];

export const festival: Venue = {
  name: "Kawabe Meadow",
  city: "Tokyo",
  country: "JP",
  timeZone: "Asia/Tokyo",
  address: "3-9 Kawabe-cho, Edogawa-ku",
  chart,
};

function chart(): Chart {
  const hall = new ChartBuilder([
    { id: "front", name: "Front area", colour: 4 },
    { id: "field", name: "Field", colour: 2 },
    { id: "hill", name: "Hill", colour: 6 },
    { id: "picnic", name: "Picnic mats", colour: 3 },
  ]);
  hall.shape({ kind: "ground", polygon: meadow() });
  hall.shape({ kind: "aisle", polygon: ringSegment(STAGE, 960, 1020, -52, 52) });
  hall.shape({
    kind: "stage",
    polygon: [[-300, -190], [-240, -260], [240, -260], [300, -190], [300, -20], [-300, -20]],
    label: "Main stage",
  });
  hall.standing({
    id: "Front",
    name: "Front area",
    zone: "front",
    capacity: 900,
    polygon: ringSegment(STAGE, 190, 470, -42, 42),
  });
  hall.standing({
    id: "Field",
    name: "Field",
    zone: "field",
    capacity: 2_900,
    polygon: ringSegment(STAGE, 550, 940, -48, 48),
  });
  hall.standing({
    id: "Hill",
    name: "Hill",
    zone: "hill",
    capacity: 800,
    polygon: ringSegment(STAGE, 1040, 1250, -20, 20),
  });
  ["P1", "P2", "P3", "P4"].forEach((id, order) => addPicnic(hall, id, 46 - order * 7.4));
  ["P5", "P6", "P7", "P8"].forEach((id, order) => addPicnic(hall, id, -23.8 - order * 7.4));
  hall.shape({ kind: "fixture", polygon: rectangle(-960, 480, 130, 260), label: "Food" });
  hall.shape({ kind: "fixture", polygon: rectangle(960, 480, 130, 260), label: "Drinks" });
  hall.shape({ kind: "fixture", polygon: rectangle(0, 360, 150, 50), label: "Sound" });
  for (const [x, y, radius] of TREES) hall.shape({ kind: "tree", at: [x, y], radius });
  return hall.finish();
}

/** Fifty mats, ten rows of five, under the trees beside the hill. */
function addPicnic(hall: ChartBuilder, id: string, degrees: number): void {
  hall.block({
    section: { id },
    zone: "picnic",
    at: polar(STAGE, 1080, degrees),
    turn: degrees,
    rows: letters("A", 10),
    rowPitch: 34,
    seats: 5,
    flags: (row, number) => row === 0 && number === 1 ? ["accessible"] : [],
  });
}

/** The meadow's edge: between an ellipse and a rectangle (a superellipse), a little narrower behind the stage. */
function meadow(): Point[] {
  return Array.from({ length: 48 }, (_, step): Point => {
    const angle = step * Math.PI / 24;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const y = 610 + 960 * Math.sign(sin) * Math.abs(sin) ** 0.6;
    return [(1180 + y / 15) * Math.sign(cos) * Math.abs(cos) ** 0.6, y];
  });
}
