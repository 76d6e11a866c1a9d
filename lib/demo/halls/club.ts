/** A club in an old spinning mill, standing only: the floor in front of the stage, a raised terrace around it. */
import { ChartBuilder } from "@/lib/charts/builder.ts";
import type { Chart, Polygon } from "@/lib/charts/chart.ts";
import { rectangle } from "@/lib/charts/geometry.ts";
import type { Venue } from "./venue.ts";

/** The counter, with a corner at each end. */
const BAR: Polygon = [
  [360, 130],
  [414, 130],
  [414, 510],
  [360, 510],
  [360, 478],
  [382, 478],
  [382, 162],
  [360, 162],
];
const HIGH_TABLES = [[-345, 200], [-345, 290], [-345, 380], [-220, 570], [110, 570], [190, 590]];

export const club: Venue = {
  name: "Klub Wrzeciono",
  city: "Łódź",
  country: "PL",
  timeZone: "Europe/Warsaw",
  address: "ul. Tkaczek 8",
  chart,
};

function chart(): Chart {
  const hall = new ChartBuilder([
    { id: "floor", name: "Dance floor", colour: 4 },
    { id: "terrace", name: "Terrace", colour: 5 },
  ]);
  hall.shape({
    kind: "room",
    polygon: [
      [-260, -130],
      [260, -130],
      [260, 0],
      [430, 0],
      [430, 640],
      [-300, 640],
      [-430, 520],
      [-430, 0],
      [-260, 0],
    ],
  });
  hall.shape({
    kind: "stage",
    polygon: [[-200, -110], [200, -110], [200, -10], [120, 40], [-120, 40], [-200, -10]],
    label: "Stage",
  });
  hall.standing({
    id: "Floor",
    name: "Dance floor",
    zone: "floor",
    capacity: 300,
    polygon: [[-230, 70], [230, 70], [260, 180], [260, 400], [-260, 400], [-260, 180]],
  });
  hall.standing({
    id: "Terrace",
    name: "Terrace",
    zone: "terrace",
    capacity: 100,
    centre: [-20, 480],
    polygon: [[-400, 140], [-290, 140], [-290, 430], [290, 430], [290, 140], [330, 140], [330, 530], [
      -370,
      530,
    ], [-400, 500]],
  });
  hall.shape({ kind: "fixture", polygon: BAR, label: "Bar" });
  for (const y of [170, 230, 290, 350, 410, 470]) {
    hall.shape({ kind: "round-table", at: [344, y], radius: 8 });
  }
  for (const [x, y] of HIGH_TABLES) hall.shape({ kind: "round-table", at: [x, y], radius: 15 });
  for (const x of [-232, 232]) hall.shape({ kind: "fixture", polygon: rectangle(x, -64, 40, 90) });
  hall.shape({ kind: "fixture", polygon: rectangle(-40, 592, 180, 56), label: "Sound and light" });
  hall.shape({ kind: "fixture", polygon: rectangle(340, 598, 150, 56), label: "Coats" });
  for (const [x, y] of [[-275, 180], [275, 180], [-275, 400], [275, 400], [0, 415]]) {
    hall.shape({ kind: "fixture", polygon: rectangle(x, y, 22, 22) });
  }
  return hall.finish();
}
