/** A neighbourhood cinema: gently curved rows, wheelchair places on the gangway, recliners in pairs behind it. */
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { letters } from "@/lib/charts/labels.ts";
import type { Chart, Point } from "@/lib/charts/chart.ts";
import { rectangle, ringSegment } from "@/lib/charts/geometry.ts";
import type { Venue } from "./venue.ts";

const FRONT_ROWS = 7;
const GANGWAY_Y = 150 + FRONT_ROWS * 34;

const RECLINERS = {
  at: [0, GANGWAY_Y + 74] as Point,
  radius: 1900,
  rows: 4,
  rowPitch: 56,
  pairs: 6,
  seatPitch: 36,
  aisleWidth: 60,
};

export const cinema: Venue = {
  name: "Lichtspiele Kastanie",
  city: "Berlin",
  country: "DE",
  timeZone: "Europe/Berlin",
  address: "Ahornkamp 41",
  chart,
};

function chart(): Chart {
  const hall = new ChartBuilder([
    { id: "front", name: "Front rows", colour: 3 },
    { id: "parkett", name: "Parkett", colour: 1 },
    { id: "recliner", name: "Recliners", colour: 4 },
  ]);
  hall.shape({
    kind: "room",
    polygon: [[-300, -60], [300, -60], [360, 120], [360, GANGWAY_Y + 290], [-360, GANGWAY_Y + 290], [
      -360,
      120,
    ]],
  });
  hall.shape({
    kind: "screen",
    polygon: [[-270, -20], [0, -34], [270, -20], [270, 0], [0, -14], [-270, 0]],
  });
  hall.shape({ kind: "text", at: [0, 20], text: "Screen", size: 20, turn: 0 });
  hall.shape({ kind: "aisle", polygon: rectangle(0, GANGWAY_Y + 4, 718, 44) });
  hall.block({
    section: { id: "Parkett", code: "P" },
    zone: (row) => row < 3 ? "front" : "parkett",
    at: [0, 120],
    radius: 1500,
    rows: letters("A", FRONT_ROWS),
    rowPitch: 34,
    seats: [4, 10, 4],
    seatPitch: 27,
    aisleWidth: 54,
    numbering: "right-to-left",
  });
  hall.block({
    section: { id: "Gangway", code: "G" },
    zone: "parkett",
    at: [0, GANGWAY_Y + 4],
    rows: ["H"],
    seats: [2, 2, 2, 2],
    seatPitch: 30,
    aisleWidth: 130,
    numbering: "right-to-left",
    flags: (_row, number) => number % 2 === 1 ? ["accessible"] : ["companion"],
  });
  addSofas(hall);
  hall.block({
    section: { id: "Recliners", code: "R" },
    zone: "recliner",
    at: RECLINERS.at,
    radius: RECLINERS.radius,
    rows: letters("J", RECLINERS.rows),
    rowPitch: RECLINERS.rowPitch,
    seats: Array.from({ length: RECLINERS.pairs }, () => 2),
    seatPitch: RECLINERS.seatPitch,
    aisleWidth: RECLINERS.aisleWidth,
    numbering: "right-to-left",
  });
  return hall.finish();
}

/** Two recliners share a sofa. */
function addSofas(hall: ChartBuilder): void {
  const { at: [x, y], radius, rows, rowPitch, pairs, seatPitch, aisleWidth } = RECLINERS;
  const centre: Point = [x, y - radius];
  for (let row = 0; row < rows; row++) {
    const distance = radius + row * rowPitch;
    for (let pair = 0; pair < pairs; pair++) {
      const along = (pair - (pairs - 1) / 2) * (seatPitch + aisleWidth);
      const degrees = (offset: number) => -(along + offset) / distance * 180 / Math.PI;
      const width = seatPitch / 2 + 16;
      hall.shape({
        kind: "fixture",
        polygon: ringSegment(centre, distance - 16, distance + 20, degrees(-width), degrees(width)),
      });
    }
  }
}
