/** An arena with 12,000 places: a standing floor, with a lower and an upper tier in a horseshoe around it. */
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { numbers } from "@/lib/charts/labels.ts";
import type { Chart, Point } from "@/lib/charts/chart.ts";
import { polar, rectangle, seatsOnArc } from "@/lib/charts/geometry.ts";
import type { Venue } from "./venue.ts";

const BLOCK_SEATS = 18;
const BLOCK_WIDTH = 18 * 24 + 26;
const SIDE_BLOCKS = 5;
const END_BLOCKS = 3;
const FLOOR_WIDTH = END_BLOCKS * BLOCK_WIDTH;
const FLOOR_LENGTH = SIDE_BLOCKS * BLOCK_WIDTH;

interface Tier {
  firstSection: number;
  /** From the edge of the floor to the front row. */
  distance: number;
  rows: number;
  /** The angle of the middle of each corner block, from the side to the far end, in degrees. */
  cornerTurns: number[];
  zone: string;
  sideZone: string;
  floor: string;
}

const LOWER: Tier = {
  firstSection: 101,
  distance: 90,
  rows: 18,
  cornerTurns: [45],
  zone: "lower",
  sideZone: "lower-side",
  floor: "Lower tier",
};
const UPPER: Tier = {
  firstSection: 201,
  distance: 90 + 18 * 28 + 70,
  rows: 15,
  cornerTurns: [67, 23],
  zone: "upper",
  sideZone: "upper-side",
  floor: "Upper tier",
};

export const arena: Venue = {
  name: "Harborlight Arena",
  city: "New York",
  country: "US",
  timeZone: "America/New_York",
  address: "700 Drydock Avenue, Brooklyn",
  chart,
};

function chart(): Chart {
  const hall = new ChartBuilder([
    { id: "pit", name: "Pit", colour: 4 },
    { id: "floor", name: "Floor", colour: 2 },
    { id: "lower", name: "Lower tier", colour: 1 },
    { id: "lower-side", name: "Lower tier, by the stage", colour: 5 },
    { id: "upper", name: "Upper tier", colour: 3 },
    { id: "upper-side", name: "Upper tier, by the stage", colour: 6 },
  ]);
  hall.shape({ kind: "room", polygon: bowl(UPPER.distance + UPPER.rows * 28 + 60) });
  // The concourse between the tiers, and the walkway around the floor.
  hall.shape({ kind: "aisle", polygon: bowl(UPPER.distance - 25) });
  hall.shape({ kind: "room", polygon: bowl(LOWER.distance + LOWER.rows * 28 + 5) });
  hall.shape({ kind: "aisle", polygon: bowl(50) });
  hall.shape({ kind: "stage", polygon: rectangle(0, 190, 1100, 420), label: "Stage" });
  hall.shape({ kind: "stage", polygon: rectangle(0, 580, 130, 360) });
  hall.shape({ kind: "fixture", polygon: rectangle(0, FLOOR_LENGTH - 130, 320, 150), label: "Sound desk" });
  hall.standing({
    id: "Pit",
    name: "Pit",
    floor: "Floor",
    zone: "pit",
    capacity: 500,
    centre: [0, 920],
    polygon: [[-620, 460], [-110, 460], [-110, 810], [110, 810], [110, 460], [620, 460], [620, 1030], [
      -620,
      1030,
    ]],
  });
  hall.standing({
    id: "Floor",
    name: "Standing floor",
    floor: "Floor",
    zone: "floor",
    capacity: 1_516,
    polygon: [[-620, 1080], [620, 1080], [620, FLOOR_LENGTH - 240], [-620, FLOOR_LENGTH - 240]],
  });
  addTier(hall, LOWER);
  addTier(hall, UPPER);
  return hall.finish();
}

/** Blocks counted from the stage down the left side, around the far end, and back up the right side. */
function addTier(hall: ChartBuilder, tier: Tier): void {
  const half = FLOOR_WIDTH / 2;
  let section = tier.firstSection;
  const add = (at: Point, turn: number, seats: number | ((row: number) => number), byStage: boolean) => {
    const name = String(section++);
    hall.block({
      section: { id: name, name: `Block ${name}`, floor: tier.floor },
      zone: byStage ? tier.sideZone : tier.zone,
      at,
      turn,
      radius: typeof seats === "number" ? undefined : tier.distance,
      rows: numbers(1, tier.rows),
      seats,
      note: () => byStage ? "Seen from the side: screens hide part of the stage" : undefined,
      flags: (row, number) => [
        ...(byStage ? ["restricted-view" as const] : []),
        ...(!byStage && tier === LOWER && row === tier.rows - 1 ? wheelchairFlags(number) : []),
      ],
    });
  };
  const side = (x: number, turn: number, order: number) =>
    add([x, (order + 0.5) * BLOCK_WIDTH], turn, BLOCK_SEATS, order === 0);
  const corner = (x: number, turn: number) =>
    add(
      polar([x, FLOOR_LENGTH], tier.distance, turn),
      turn,
      (row) => cornerSeats(tier, row),
      false,
    );

  for (let order = 0; order < SIDE_BLOCKS; order++) side(-half - tier.distance, 90, order);
  for (const turn of tier.cornerTurns) corner(-half, turn);
  for (let order = 0; order < END_BLOCKS; order++) {
    add([-half + (order + 0.5) * BLOCK_WIDTH, FLOOR_LENGTH + tier.distance], 0, BLOCK_SEATS, false);
  }
  for (const turn of tier.cornerTurns.toReversed()) corner(half, -turn);
  for (let order = SIDE_BLOCKS - 1; order >= 0; order--) side(half + tier.distance, -90, order);
}

function cornerSeats(tier: Tier, row: number): number {
  const degrees = 88 / tier.cornerTurns.length;
  return seatsOnArc(tier.distance + row * 28, degrees) - 1;
}

/** Two wheelchair places and two companion seats on the concourse behind each lower block. */
function wheelchairFlags(number: number): ("accessible" | "companion")[] {
  if (number === 8 || number === 10) return ["accessible"];
  return number === 9 || number === 11 ? ["companion"] : [];
}

/** A horseshoe `distance` around the floor, open towards the stage. */
function bowl(distance: number): Point[] {
  const half = FLOOR_WIDTH / 2;
  const arc = (x: number, from: number, to: number) =>
    Array.from(
      { length: 10 },
      (_, step) => polar([x, FLOOR_LENGTH], distance, from + (to - from) * step / 9),
    );
  return [[-half - distance, -50], ...arc(-half, 90, 0), ...arc(half, 0, -90), [half + distance, -50]];
}
