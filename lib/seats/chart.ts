/**
 * The chart of a hall: where every place is, what it is called and which price zone it belongs to.
 *
 * A chart is immutable per version and is stored exactly as it is served. The words:
 * - **seat**: one place that can be sold. Its *index* is its place in `seats`; its *id* is opaque and unique in
 *   the chart.
 * - **zone**: what seats of one price have in common.
 * - **section**: a part of the hall with a name of its own. Its id is what a ticket prints ("104"), its name what
 *   the map writes over it ("Block 104"). Its seats stand in rows, or, where `row` is empty, around one table.
 * - **area**: standing room or lawn, sold by number. A capacity of N is N seats that carry the area's id and all
 *   lie at its centre; they have no row and no number.
 *
 * Coordinates are in chart units: x grows to the right, y grows downwards, the stage or screen is at the top.
 */
import { z } from "zod";

/** The width of one seat as it is drawn, in chart units. Seats of one floor never lie closer than this. */
export const SEAT_DIAMETER = 20;
export const SEAT_COUNT_MAX = 60_000;
const SIDE_MAX = 100_000;

const point = z.tuple([z.number(), z.number()]).describe("x to the right, y downwards, in chart units");
const polygon = z.array(point).min(3).max(500);
const id = z.string().min(1).max(40);
const text = z.string().max(80);
const length = z.number().positive().max(SIDE_MAX);

const flag = z.enum(["accessible", "companion", "restricted-view", "aisle"]);

const zone = z.strictObject({
  id,
  name: text.min(1),
  colour: z.int().min(1).max(6).describe("One of the map's six colours"),
}).describe("What seats of one price have in common; an event prices every zone");

const section = z.strictObject({
  id: id.describe("What a ticket prints, such as 104"),
  name: text.min(1).describe("What the map writes over it, such as Block 104"),
  floor: text.optional().describe("Seats of different floors may overlap in the drawing"),
  outline: polygon.optional().describe("How it is drawn from afar; the box around its seats where left out"),
  labelAt: point,
}).describe("Rows of seats, one table with its seats, or the place of a standing area");

const seat = z.strictObject({
  id: id.describe("Unique in the chart, and kept from version to version"),
  x: z.number(),
  y: z.number(),
  zone: id,
  section: id,
  row: z.string().max(12).describe("Empty at a table, where seats are listed in their order around it"),
  number: z.string().max(12).describe("Empty only for the places of an area"),
  flags: z.array(flag).max(4),
  note: z.string().min(1).max(120).optional().describe(
    "What a buyer should know, such as why the view is restricted",
  ),
  area: id.optional().describe("The standing area that this is a place of"),
});

const area = z.strictObject({ id, name: text.min(1), zone: id, capacity: z.int().min(1), polygon })
  .describe("Standing room, sold by number: as many seats carry its id as its capacity");

const shape = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(["stage", "screen", "room", "ground", "aisle", "fixture", "table"]),
    polygon,
    label: text.optional(),
  }),
  z.strictObject({ kind: z.literal("text"), at: point, text: text.min(1), size: length, turn: z.number() }),
  z.strictObject({
    kind: z.enum(["tree", "round-table"]),
    at: point,
    radius: length,
    label: text.optional(),
  }),
]).describe("What is drawn and not sold, in this order; rooms and grounds first");

const chartMembers = z.strictObject({
  version: z.int().min(1),
  seatCount: z.int().min(1).max(SEAT_COUNT_MAX),
  width: length,
  height: length,
  zones: z.array(zone).min(1).max(40),
  sections: z.array(section).min(1).max(2_000),
  seats: z.array(seat).min(1).max(SEAT_COUNT_MAX),
  areas: z.array(area).max(200),
  shapes: z.array(shape).max(2_000),
});

export type Chart = z.infer<typeof chartMembers>;

/** The smallest hall, for the document of the API. */
export const chartExample: Chart = {
  version: 1,
  seatCount: 2,
  width: 200,
  height: 120,
  zones: [{ id: "front", name: "Front stalls", colour: 1 }],
  sections: [{ id: "stalls", name: "Stalls", labelAt: [100, 100] }],
  seats: [
    { id: "A-1", x: 80, y: 60, zone: "front", section: "stalls", row: "A", number: "1", flags: ["aisle"] },
    { id: "A-2", x: 104, y: 60, zone: "front", section: "stalls", row: "A", number: "2", flags: [] },
  ],
  areas: [],
  shapes: [{ kind: "stage", polygon: [[40, 10], [160, 10], [160, 30], [40, 30]] }],
};

export type Point = z.infer<typeof point>;
export type Polygon = z.infer<typeof polygon>;
export type SeatFlag = z.infer<typeof flag>;
export type ChartZone = z.infer<typeof zone>;
export type ChartSection = z.infer<typeof section>;
export type ChartSeat = z.infer<typeof seat>;
export type ChartArea = z.infer<typeof area>;
export type ChartShape = z.infer<typeof shape>;

/** One fault of a chart: where it is, as a path into the chart, and what is wrong. */
export interface ChartFault {
  path: (string | number)[];
  message: string;
}

/** No more faults than this are reported: a broken chart of 12,000 seats would otherwise answer with 12,000. */
const FAULTS_MAX = 50;

/** Parses a chart and refuses one that contradicts itself; see {@link chartFaults}. */
export const chartSchema = chartMembers.superRefine(refuseFaults)
  .meta({ id: "Chart", examples: [chartExample] });

/** What a chart to write consists of: the version is not the writer's to choose, and the seats count themselves. */
export const chartInputMembers = chartMembers.partial({ version: true, seatCount: true });

export const chartInputSchema = chartInputMembers
  .transform((chart): Chart => ({ ...chart, version: 1, seatCount: chart.seatCount ?? chart.seats.length }))
  .superRefine(refuseFaults)
  .meta({ id: "ChartInput", examples: [chartExample] });

function refuseFaults(chart: Chart, context: z.RefinementCtx): void {
  for (const fault of chartFaults(chart)) context.addIssue({ code: "custom", ...fault });
}

/**
 * What a chart of the right shape can still have wrong: ids used twice, unknown zones, sections and areas, points
 * outside the drawing, and counts that do not add up. Returns the first 50 faults, none for a sound chart.
 */
export function chartFaults(chart: Chart): ChartFault[] {
  const faults = [
    ...repeatedIds("zones", chart.zones),
    ...repeatedIds("sections", chart.sections),
    ...repeatedIds("areas", chart.areas),
    ...repeatedIds("seats", chart.seats),
    ...seatFaults(chart),
    ...areaFaults(chart),
    ...outOfBounds(chart),
  ];
  if (chart.seatCount !== chart.seats.length) {
    faults.push({
      path: ["seatCount"],
      message: `is ${chart.seatCount}, but there are ${chart.seats.length} seats`,
    });
  }
  return faults.slice(0, FAULTS_MAX);
}

function repeatedIds(member: string, items: { id: string }[]): ChartFault[] {
  const seen = new Set<string>();
  const faults: ChartFault[] = [];
  items.forEach((item, index) => {
    if (seen.has(item.id)) faults.push({ path: [member, index, "id"], message: `${item.id} is used twice` });
    seen.add(item.id);
  });
  return faults;
}

function seatFaults(chart: Chart): ChartFault[] {
  const zones = new Set(chart.zones.map((zone) => zone.id));
  const sections = new Set(chart.sections.map((section) => section.id));
  const areas = new Map(chart.areas.map((area) => [area.id, area]));
  const faults: ChartFault[] = [];
  chart.seats.forEach((seat, index) => {
    const add = (member: string, message: string) => faults.push({ path: ["seats", index, member], message });
    if (!zones.has(seat.zone)) add("zone", `there is no zone ${seat.zone}`);
    if (!sections.has(seat.section)) add("section", `there is no section ${seat.section}`);
    if (seat.area === undefined) return;
    const area = areas.get(seat.area);
    if (!area) add("area", `there is no area ${seat.area}`);
    else if (area.zone !== seat.zone) add("zone", `differs from the zone of area ${area.id}`);
  });
  return faults;
}

function areaFaults(chart: Chart): ChartFault[] {
  const zones = new Set(chart.zones.map((zone) => zone.id));
  const seatsByArea = new Map<string, number>();
  for (const seat of chart.seats) {
    if (seat.area !== undefined) seatsByArea.set(seat.area, (seatsByArea.get(seat.area) ?? 0) + 1);
  }
  return chart.areas.flatMap((area, index) => {
    const faults: ChartFault[] = [];
    const seats = seatsByArea.get(area.id) ?? 0;
    if (!zones.has(area.zone)) {
      faults.push({ path: ["areas", index, "zone"], message: `there is no zone ${area.zone}` });
    }
    if (seats !== area.capacity) {
      faults.push({
        path: ["areas", index, "capacity"],
        message: `is ${area.capacity}, but the area has ${seats} seats`,
      });
    }
    return faults;
  });
}

function outOfBounds(chart: Chart): ChartFault[] {
  const outside = ([x, y]: Point) => !(x >= 0 && y >= 0 && x <= chart.width && y <= chart.height);
  const message = `lies outside the drawing of ${chart.width} × ${chart.height}`;
  const faults: ChartFault[] = [];
  chart.seats.forEach((seat, index) => {
    if (outside([seat.x, seat.y])) faults.push({ path: ["seats", index], message });
  });
  chart.areas.forEach((area, index) => {
    if (area.polygon.some(outside)) faults.push({ path: ["areas", index, "polygon"], message });
  });
  chart.sections.forEach((section, index) => {
    if ([section.labelAt, ...(section.outline ?? [])].some(outside)) {
      faults.push({ path: ["sections", index], message });
    }
  });
  chart.shapes.forEach((shape, index) => {
    const points = "polygon" in shape ? shape.polygon : [shape.at];
    if (points.some(outside)) faults.push({ path: ["shapes", index], message });
  });
  return faults;
}

/**
 * Whether an event whose seats of `claimedIndexes` are sold or being paid may move from `oldChart` to `newChart`:
 * only when each of them has the same id at the same index in both, because claims and tickets name the index.
 */
export function keepsSeats(oldChart: Chart, newChart: Chart, claimedIndexes: Iterable<number>): boolean {
  for (const index of claimedIndexes) {
    const seat = oldChart.seats[index];
    if (!seat || newChart.seats[index]?.id !== seat.id) return false;
  }
  return true;
}

/**
 * Two seats of one floor that lie closer than a seat's diameter, as their ids; null when no two do. Standing
 * places are left out. Takes time in proportion to the number of seats: only neighbouring cells of a grid are compared.
 */
export function overlappingSeats(chart: Chart): [string, string] | null {
  const floors = new Map(chart.sections.map((section) => [section.id, section.floor ?? ""]));
  const cells = new Map<string, ChartSeat[]>();
  for (const seat of chart.seats) {
    if (seat.area !== undefined) continue;
    const floor = floors.get(seat.section) ?? "";
    const column = Math.floor(seat.x / SEAT_DIAMETER);
    const line = Math.floor(seat.y / SEAT_DIAMETER);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const near = cells.get(`${floor}/${column + dx}/${line + dy}`) ?? [];
        const clash = near.find((other) => Math.hypot(other.x - seat.x, other.y - seat.y) < SEAT_DIAMETER);
        if (clash) return [clash.id, seat.id];
      }
    }
    const cell = `${floor}/${column}/${line}`;
    cells.set(cell, [...(cells.get(cell) ?? []), seat]);
  }
  return null;
}
