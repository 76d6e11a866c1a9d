/** A traditional horseshoe theatre: curved stalls, boxes along the walls, a balcony above the back. */
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { letters } from "@/lib/charts/labels.ts";
import type { Chart, Point } from "@/lib/charts/chart.ts";
import { polar, ringSegment, seatsOnArc } from "@/lib/charts/geometry.ts";
import type { Venue } from "./venue.ts";

const CENTRE: Point = [0, -300];
const STALLS_RADIUS = 400;
const STALLS_ROWS = 12;
const BALCONY_RADIUS = STALLS_RADIUS + STALLS_ROWS * 28 + 95;

export const theatre: Venue = {
  name: "Teatro Aurora",
  city: "Lisbon",
  country: "PT",
  timeZone: "Europe/Lisbon",
  address: "Rua das Laranjeiras Velhas 12",
  chart,
};

function chart(): Chart {
  const hall = new ChartBuilder([
    { id: "orchestra", name: "Front stalls", colour: 4 },
    { id: "stalls", name: "Stalls", colour: 1 },
    { id: "boxes", name: "Boxes", colour: 5 },
    { id: "balcony", name: "Balcony", colour: 3 },
  ]);
  hall.shape({ kind: "room", polygon: walls() });
  // The balcony is a separate floor: its gangway and rail extend over the back of the stalls.
  hall.shape({
    kind: "fixture",
    polygon: ringSegment(CENTRE, BALCONY_RADIUS - 34, BALCONY_RADIUS + 128, -44, 44),
  });
  hall.shape({
    kind: "aisle",
    polygon: ringSegment(CENTRE, BALCONY_RADIUS - 46, BALCONY_RADIUS - 34, -44, 44),
  });
  hall.shape({
    kind: "stage",
    polygon: [[-280, -135], [280, -135], [280, -60], [150, -14], [0, 8], [-150, -14], [-280, -60]],
    label: "Stage",
  });
  hall.shape({ kind: "fixture", polygon: ringSegment(CENTRE, 328, 374, -22, 22), label: "Orchestra" });
  hall.block({
    section: { id: "Stalls", code: "S", floor: "Ground floor" },
    zone: (row) => row < 4 ? "orchestra" : "stalls",
    at: polar(CENTRE, STALLS_RADIUS, 0),
    radius: STALLS_RADIUS,
    rows: letters("A", STALLS_ROWS),
    seats: (row) => wedges(STALLS_RADIUS + row * 28, [20, 31, 20]),
    numbering: "odd-even",
    flags: (row, number) => {
      if (row !== STALLS_ROWS - 1) return [];
      if (number >= 31) return ["accessible"];
      return number >= 29 ? ["companion"] : [];
    },
  });
  hall.block({
    section: { id: "Balcony", code: "B", floor: "First floor" },
    zone: "balcony",
    at: polar(CENTRE, BALCONY_RADIUS, 0),
    radius: BALCONY_RADIUS,
    rows: letters("A", 4),
    seats: (row) => wedges(BALCONY_RADIUS + row * 28, [20, 20, 20, 20]),
    numbering: "odd-even",
  });
  for (let box = 1; box <= 4; box++) {
    addBox(hall, `Box ${box}`, 42, STALLS_RADIUS + 85 + (box - 1) * 92);
    addBox(hall, `Box ${box + 4}`, -42, STALLS_RADIUS + 85 + (box - 1) * 92);
  }
  return hall.finish();
}

/** The stage house, and the auditorium that fans out from it. */
function walls(): Point[] {
  const back = Array.from(
    { length: 13 },
    (_, step) => polar(CENTRE, BALCONY_RADIUS + 140, -46 + step * 92 / 12),
  );
  return [[-340, 30], [-340, -165], [340, -165], [340, 30], ...back];
}

/** The numbers of seats that fill wedges of these angles, with an aisle between wedges. */
function wedges(radius: number, degrees: number[]): number[] {
  return degrees.map((wedge) => seatsOnArc(radius, wedge) - 1);
}

/** Adds a box of three chairs by the side wall; a pillar restricts the view of the one nearest the stage. */
function addBox(hall: ChartBuilder, id: string, degrees: number, distance: number): void {
  const at = polar(CENTRE, distance, degrees);
  const pillarSeat = degrees > 0 ? 1 : 3;
  hall.shape({
    kind: "fixture",
    polygon: ringSegment(CENTRE, distance - 42, distance + 42, degrees - 1.9, degrees + 1.9),
  });
  hall.block({
    section: { id, code: id.replace(" ", ""), floor: "Boxes" },
    zone: "boxes",
    at,
    turn: degrees > 0 ? degrees + 90 : degrees - 90,
    rows: ["1"],
    seats: 3,
    flags: (_row, number) => number === pillarSeat ? ["restricted-view"] : [],
    note: (_row, number) => number === pillarSeat ? "A pillar hides part of the stage" : undefined,
  });
}
