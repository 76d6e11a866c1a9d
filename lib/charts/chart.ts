/**
 * The chart of a hall: where every seat is, what it is called and which price zone it belongs to.
 *
 * A version of a chart is immutable and is stored exactly as it is served. Terms:
 * - **seat**: room for one person, which can be sold. Its *index* is its position in `seats`; its *id* is opaque and
 *   unique in the chart.
 * - **zone**: the seats of one price, wherever they are.
 * - **section**: a named part of the hall. Its id ("104") is printed on tickets, its name ("Block 104") is shown on the
 *   map. Its seats are in rows or, if `row` is empty, around one table.
 * - **area**: standing room or lawn, sold without choosing a place. A capacity of N means N seats that have the area's
 *   id and all lie at one point inside it, its centre; they have no row and no number.
 *
 * Coordinates are in chart units: x grows to the right, y grows downwards, the stage or screen is at the top.
 */
import { z } from "zod";
import { boundedList } from "@/lib/bounded_list.ts";
import { toNfc } from "@/lib/text/unicode_forms.ts";
import { ROW_SEATS_MAX, SEAT_COUNT_MAX, SEAT_DIAMETER, SECTION_SEATS_MAX, SIDE_MAX } from "./sizes.ts";

export { ROW_SEATS_MAX, SEAT_COUNT_MAX, SEAT_DIAMETER, SECTION_SEATS_MAX, SIDE_MAX };

const point = z.tuple([z.number(), z.number()]).describe("x to the right, y downwards, in chart units");
const polygon = boundedList(point, { min: 3, max: 500 });
const id = z.string().min(1).max(40);
/** Text for people. Ids, in contrast, are opaque: they are stored and compared exactly as sent. */
const text = (max: number) => z.string().overwrite(toNfc).max(max);
const name = text(80);
const length = z.number().positive().max(SIDE_MAX);

const flag = z.enum(["accessible", "companion", "restricted-view", "aisle"]);

const zone = z.strictObject({
  id,
  name: name.min(1),
  colour: z.int().min(1).max(6).describe("One of the map's six colours"),
}).describe("All seats of one price; each event sets a price for every zone");

const section = z.strictObject({
  id: id.describe("Printed on tickets, such as 104"),
  name: name.min(1).describe("Shown over it on the map, such as Block 104"),
  floor: name.optional().describe("Seats on different floors may overlap in the drawing"),
  outline: polygon.optional().describe(
    "Its shape when the map is zoomed out; by default the box around its seats",
  ),
  labelAt: point,
}).describe(
  `Rows of seats, one table with its seats, or a standing area; at most ${SECTION_SEATS_MAX} seats`,
);

const seat = z.strictObject({
  id: id.describe("Unique in the chart, and kept from version to version"),
  x: z.number().describe(`Seats on one floor are at least ${SEAT_DIAMETER} apart`),
  y: z.number(),
  zone: id,
  section: id,
  row: text(12).describe(
    `Empty at a table, whose seats are listed in order around it; at most ${ROW_SEATS_MAX} seats per row`,
  ),
  number: text(12).describe("Unique in its row; empty only for standing places"),
  flags: boundedList(flag, { max: 4 }),
  note: text(120).min(1).optional().describe(
    "What a buyer should know, such as why the view is restricted",
  ),
  area: id.optional().describe("The standing area that this place belongs to"),
});

const area = z.strictObject({ id, name: name.min(1), zone: id, capacity: z.int().min(1), polygon })
  .describe(
    "Standing room, sold without choosing a place; its capacity is the number of seats whose `area` is its id",
  );

const outlinedShape = z.strictObject({
  kind: z.enum(["stage", "screen", "room", "ground", "aisle", "fixture", "table"]),
  polygon,
  label: name.optional(),
});
const textShape = z.strictObject({
  kind: z.literal("text"),
  at: point,
  text: name.min(1),
  size: length,
  turn: z.number(),
});
const roundShape = z.strictObject({
  kind: z.enum(["tree", "round-table"]),
  at: point,
  radius: length,
  label: name.optional(),
});
const shape = z.discriminatedUnion("kind", [outlinedShape, textShape, roundShape])
  .describe("Drawn in this order, but not sold; rooms and grounds come first");

/** The objects of a chart, for the schema of drawings, in which they may be unfinished. */
export const chartObjects = { zone, section, seat, area, outlinedShape, textShape, roundShape };

export const chartMembers = z.strictObject({
  version: z.int().min(1),
  seatCount: z.int().min(1).max(SEAT_COUNT_MAX),
  width: length,
  height: length,
  focus: point.optional().describe("What the audience looks at; by default the middle of the upper edge"),
  zones: boundedList(zone, { min: 1, max: 40 }),
  sections: boundedList(section, { min: 1, max: 2_000 }),
  seats: boundedList(seat, { min: 1, max: SEAT_COUNT_MAX }),
  areas: boundedList(area, { max: 200 }),
  shapes: boundedList(shape, { max: 2_000 }),
});

export type Chart = z.infer<typeof chartMembers>;

/** A minimal hall, as an example for the API document. */
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

/** A chart of the right shape, such as a stored one, which may predate some of the rules for writing. */
export const chartSchema = chartMembers.meta({ id: "Chart", examples: [chartExample] });

/**
 * Whether an event may move from `oldChart` to `newChart` while the seats at `claimedIndexes` are sold or being paid
 * for: only if each of them has the same id at the same index in both, because claims and tickets refer to the index.
 */
export function keepsSeats(oldChart: Chart, newChart: Chart, claimedIndexes: Iterable<number>): boolean {
  for (const index of claimedIndexes) {
    const seat = oldChart.seats[index];
    if (!seat || newChart.seats[index]?.id !== seat.id) return false;
  }
  return true;
}
