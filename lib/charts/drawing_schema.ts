/** Schemas of drawings and their changes, as clients send them. */
import { z } from "zod";
import { boundedList } from "@/lib/bounded_list.ts";
import { chartExample, chartMembers, chartObjects, SEAT_COUNT_MAX, SIDE_MAX } from "./chart.ts";
import { drawingOf, HALL_KEY, type ObjectKind, objectKinds, parseKey } from "./drawing.ts";

const id = z.string().min(1).max(40);
/** Names may still be missing. */
const name = z.string().max(80);
const side = z.number().min(0).max(SIDE_MAX);
const polygon = z.array(z.tuple([z.number(), z.number()])).max(500);

const hall = z.strictObject({ width: side, height: side, focus: chartMembers.shape.focus });
const objects = {
  zones: chartObjects.zone.extend({ name }),
  sections: chartObjects.section.extend({ name, outline: polygon.optional() }),
  seats: chartObjects.seat.extend({ zone: z.string().max(40), section: z.string().max(40) }),
  areas: chartObjects.area.extend({ name, polygon, capacity: z.int().min(0), zone: z.string().max(40) }),
  shapes: z.discriminatedUnion("kind", [
    chartObjects.outlinedShape.extend({ id, polygon }),
    chartObjects.textShape.extend({ id, text: name }),
    chartObjects.roundShape.extend({ id }),
  ]),
} satisfies Record<ObjectKind, z.ZodType>;

const drawing = hall.extend({
  zones: boundedList(objects.zones, { max: 40 }),
  sections: boundedList(objects.sections, { max: 2_000 }),
  seats: boundedList(objects.seats, { max: SEAT_COUNT_MAX }),
  areas: boundedList(objects.areas, { max: 200 }),
  shapes: boundedList(objects.shapes, { max: 2_000 }),
});

const example = drawingOf(chartExample);

/** A drawing as it is read. */
export const drawingSchema = drawing.meta({ id: "Drawing", examples: [example] });

/** A drawing to be saved, of any state, even an empty one; only its shape is checked. */
export const drawingInputSchema = drawing.superRefine((drawing, context) => {
  for (const kind of objectKinds) {
    const seen = new Set<string>();
    for (const [at, { id }] of drawing[kind].entries()) {
      if (seen.has(id)) {
        context.addIssue({ code: "custom", path: [kind, at, "id"], message: `${id} is used twice` });
      }
      seen.add(id);
    }
  }
}).meta({ id: "DrawingInput", examples: [example] });

const key = z.string().max(60).describe(
  "`seats/<id>`, likewise zones, sections, areas and shapes; or `hall`",
);

const op = z.union([
  z.strictObject({ put: key, value: z.unknown() }),
  z.strictObject({ remove: key }),
]).superRefine((op, context) => {
  const message = opFault(op);
  if (message) context.addIssue({ code: "custom", message });
});

/** Changes of objects, each checked like the object in a drawing. */
export const opsSchema = z.array(op).min(1).max(2 * SEAT_COUNT_MAX);

function opFault(op: { put: string; value?: unknown } | { remove: string }): string | null {
  const key = "put" in op ? op.put : op.remove;
  if (key === HALL_KEY) {
    if (!("put" in op)) return "the hall can't be removed";
    return firstIssue(hall, op.value);
  }
  const { kind, id } = parseKey(key);
  if (!objectKinds.includes(kind) || id === "") return `${key} is not the key of an object`;
  if (!("put" in op)) return null;
  const fault = firstIssue(objects[kind], op.value);
  if (fault) return fault;
  return (op.value as { id: string }).id === id ? null : `the value of ${key} has another id`;
}

function firstIssue(schema: z.ZodType, value: unknown): string | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const { path, message } = parsed.error.issues[0];
  return `${path.join(".")} ${message}`.trim();
}
