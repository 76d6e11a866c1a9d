/** A riverside meadow: a front area, the field and a hill to stand on, and numbered picnic mats under the trees. */
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { letters } from "@/lib/charts/labels.ts";
import type { Chart, Point, Polygon } from "@/lib/charts/chart.ts";
import { polar, rectangle, ringSegment } from "@/lib/charts/geometry.ts";
import type { Venue } from "./venue.ts";

const STAGE: Point = [0, -150];
/** Food and drink stalls along the paths on both sides of the field. */
const STALLS: Point[] = [[-1000, 360], [-1000, 480], [-1000, 600], [1000, 360], [1000, 480], [1000, 600]];

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
  for (const path of paths()) hall.shape({ kind: "aisle", polygon: path });
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
  for (const [x, y] of STALLS) {
    hall.shape({ kind: "fixture", polygon: rectangle(x, y, 110, 84), label: x < 0 ? "Food" : "Drinks" });
  }
  hall.shape({ kind: "fixture", polygon: rectangle(0, 360, 150, 50), label: "Sound" });
  hall.shape({ kind: "fixture", polygon: rectangle(0, 1490, 260, 70), label: "Entrance" });
  for (const tree of trees()) hall.shape({ kind: "tree", ...tree });
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

/** Paths around the field, behind the picnic mats, and from there to the entrance and the stalls. */
function paths(): Polygon[] {
  return [
    ringSegment(STAGE, 960, 1020, -62, 62),
    ringSegment(STAGE, 1275, 1330, -52, 52),
    rectangle(0, 1320, 70, 340),
    ...[-1, 1].map((side): Polygon => [
      [side * 900, 300],
      [side * 940, 300],
      [side * 940, 700],
      [side * 1010, 740],
      [side * 980, 790],
      [side * 900, 330],
    ]),
  ];
}

/** A loose ring of trees along the edge of the meadow, none at the entrance or behind the stage. */
function trees(): { at: Point; radius: number }[] {
  return Array.from({ length: 60 }, (_, step) => {
    const inwards = 0.86 + [0.08, 0, 0.05, 0.1, 0.02][step % 5];
    return { at: edge(step * Math.PI / 30, inwards), radius: [56, 40, 64, 34, 48, 58, 44][step % 7] };
  }).filter(({ at: [x, y] }) =>
    Math.abs(x) > (y > 0 ? 240 : 420) && !(Math.abs(x) > 880 && y > 280 && y < 800)
  );
}

function meadow(): Point[] {
  return Array.from({ length: 48 }, (_, step) => edge(step * Math.PI / 24, 1));
}

/**
 * A point on the meadow's edge, or inside it if `inwards` is below 1. The edge is a superellipse, a little narrower
 * behind the stage.
 */
function edge(angle: number, inwards: number): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const y = 610 + inwards * 960 * Math.sign(sin) * Math.abs(sin) ** 0.6;
  return [inwards * (1180 + y / 15) * Math.sign(cos) * Math.abs(cos) ** 0.6, y];
}
