/** A studio with 60 seats under a railway arch: a thrust stage, chairs beside it, tables in front, a bar behind. */
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { letters } from "@/lib/charts/labels.ts";
import type { Chart, Point } from "@/lib/charts/chart.ts";
import { polar, rectangle, ringSegment } from "@/lib/charts/geometry.ts";
import type { Venue } from "./venue.ts";

/** The centre of the arcs of the back rows, the bar and the wall behind it. */
const CENTRE: Point = [0, -140];
const TABLES: Point[] = [[-140, 212], [0, 212], [140, 212], [-72, 292], [72, 292]];

export const studio: Venue = {
  name: "The Tin Lantern",
  city: "London",
  country: "GB",
  timeZone: "Europe/London",
  address: "Arch 17, Candlewright Row",
  chart,
};

function chart(): Chart {
  const hall = new ChartBuilder([
    { id: "front", name: "Facing the stage", colour: 1 },
    { id: "side", name: "At the sides", colour: 3 },
    { id: "tables", name: "Tables", colour: 4 },
  ]);
  hall.shape({ kind: "room", polygon: walls() });
  hall.shape({ kind: "fixture", polygon: rectangle(0, -86, 240, 16) });
  hall.shape({
    kind: "stage",
    polygon: [[-100, -70], [100, -70], [100, 90], [60, 130], [-60, 130], [-100, 90]],
    label: "Stage",
  });
  hall.shape({ kind: "fixture", polygon: ringSegment(CENTRE, 610, 644, -14, 14), label: "Bar" });
  const side = { zone: "side", rows: letters("A", 2), seats: 6, seatPitch: 28, rowPitch: 34 };
  hall.block({ ...side, section: { id: "Left", code: "L" }, at: [-150, 20], turn: 90 });
  TABLES.forEach((at, index) => {
    const section = { id: `Table ${index + 1}`, code: `T${index + 1}` };
    hall.table({ section, zone: "tables", at, seats: { around: 4 }, turn: 45 });
  });
  hall.block({
    section: { id: "Centre", code: "C" },
    zone: "front",
    at: polar(CENTRE, 515, 0),
    radius: 515,
    rows: letters("A", 2),
    rowPitch: 34,
    seatPitch: 30,
    seats: [4, 4],
    flags: (row, number) =>
      row !== 0 ? [] : number === 1 ? ["accessible"] : number === 2 ? ["companion"] : [],
  });
  hall.block({ ...side, section: { id: "Right", code: "R" }, at: [150, 20], turn: -90 });
  return hall.finish();
}

/** Straight beside the stage, curved behind the bar. */
function walls(): Point[] {
  const back = Array.from({ length: 13 }, (_, step) => polar(CENTRE, 680, -24 + step * 4));
  return [[-270, -110], [270, -110], ...back];
}
