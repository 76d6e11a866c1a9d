/**
 * Seating plans of pretix: JSON with `categories` (zones here) and `zones` (sections here), which have rows of seats and
 * areas. Positions are relative to what contains them. The format is described by pretix's `seating-plan.schema.json`.
 */
import { z } from "zod";
import type { ChartShape, Point } from "../chart.ts";
import { rectangle } from "../geometry.ts";
import {
  FAULTS_MAX,
  hasTooMany,
  type ImportFault,
  type ImportNote,
  type Plan,
  type PlannedSeat,
  STAGE_NAME,
} from "./plan.ts";

const position = z.object({ x: z.number(), y: z.number() });
const none = { x: 0, y: 0 };
const seatSchema = z.object({
  seat_guid: z.string().max(40).optional(),
  seat_number: z.string(),
  position,
  category: z.string(),
});
const areaSchema = z.object({
  shape: z.string(),
  position: position.default(none),
  rectangle: z.object({ width: z.number().positive(), height: z.number().positive() }).optional(),
  circle: z.object({ radius: z.number().positive() }).optional(),
  polygon: z.object({ points: z.array(position).min(3).max(500) }).optional(),
  text: z.object({ text: z.string().max(80).default(""), position: position.default(none) }).optional(),
});
const planSchema = z.object({
  categories: z.array(z.object({ name: z.string() })),
  zones: z.array(z.object({
    name: z.string(),
    position: position.default(none),
    rows: z.array(z.object({
      row_number: z.string().default(""),
      position: position.default(none),
      seats: z.array(seatSchema),
    })).default([]),
    areas: z.array(areaSchema).default([]),
  })),
});

type PretixPlan = z.output<typeof planSchema>;
type Area = z.output<typeof areaSchema>;

const TEXT_SIZE = 16;

/** Reads a parsed plan of pretix; see above. */
export function readPretix(input: unknown): { plan: Plan; notes: ImportNote[] } | { faults: ImportFault[] } {
  const parsed = planSchema.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, FAULTS_MAX);
    return {
      faults: issues.map(({ path, message }) => ({ path: path.join("."), code: "invalid", text: message })),
    };
  }
  const seats = seatsOf(parsed.data);
  if (seats.length === 0) return { faults: [{ code: "empty" }] };
  if (hasTooMany(seats.length)) return { faults: [{ code: "too-many-seats" }] };
  const areas = parsed.data.zones.flatMap((zone) =>
    zone.areas.map((area) => shapeOf(area, moved(zone.position, area.position)))
  );
  const shapes = areas.filter((shape) => shape !== null);
  return { plan: { seats, shapes }, notes: shapes.length < areas.length ? ["left-out"] : [] };
}

function seatsOf({ zones }: PretixPlan): PlannedSeat[] {
  return zones.flatMap((zone) =>
    zone.rows.flatMap((row) =>
      row.seats.map((seat): PlannedSeat => ({
        id: seat.seat_guid,
        section: zone.name,
        row: row.row_number,
        number: seat.seat_number,
        zone: seat.category,
        flags: [],
        at: pointOf(moved(zone.position, row.position, seat.position)),
      }))
    )
  );
}

type Position = z.output<typeof position>;

function moved(...positions: Position[]): Position {
  return positions.reduce((sum, { x, y }) => ({ x: sum.x + x, y: sum.y + y }));
}

function pointOf({ x, y }: Position): Point {
  return [x, y];
}

/** What is drawn but not sold; null for what a chart has no shape for. */
function shapeOf({ shape, rectangle: size, circle, polygon, text }: Area, at: Position): ChartShape | null {
  const label = text?.text || undefined;
  const kind = label && STAGE_NAME.test(label) ? "stage" : "fixture";
  const named = label ? { label } : {};
  switch (shape) {
    case "rectangle":
      return size
        ? {
          kind,
          polygon: rectangle(at.x + size.width / 2, at.y + size.height / 2, size.width, size.height),
          ...named,
        }
        : null;
    case "polygon":
      return polygon
        ? { kind, polygon: polygon.points.map((point) => pointOf(moved(at, point))), ...named }
        : null;
    case "circle":
      return circle ? { kind: "round-table", at: pointOf(at), radius: circle.radius, ...named } : null;
    case "text":
      return label
        ? { kind: "text", at: pointOf(moved(at, text!.position)), text: label, size: TEXT_SIZE, turn: 0 }
        : null;
    default:
      return null;
  }
}
