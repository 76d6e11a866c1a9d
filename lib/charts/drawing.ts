/**
 * A hall while it is drawn: a chart without version, in which anything may still be missing or wrong. Its objects are
 * changed one by one, each by its key, so that two people can draw at once and little is sent. This module has no schemas
 * (`drawing_schema.ts` has), because the designer's script uses it too.
 */
import type { Chart, ChartArea, ChartSeat, ChartSection, ChartShape, ChartZone, Point } from "./chart.ts";

/** Shapes of a chart have no id; in a drawing they need one to be changed. */
export type DrawingShape = ChartShape & { id: string };

/** What belongs to no single object. */
export interface DrawingHall {
  width: number;
  height: number;
  /** What the audience looks at; by default the middle of the upper edge. */
  focus?: Point;
}

export interface Drawing extends DrawingHall {
  zones: ChartZone[];
  sections: ChartSection[];
  seats: ChartSeat[];
  areas: ChartArea[];
  shapes: DrawingShape[];
}

/** The kinds of objects that have an id. */
export const objectKinds = ["zones", "sections", "seats", "areas", "shapes"] as const;
export type ObjectKind = typeof objectKinds[number];

/**
 * A change of one object: its new value, or that it goes. A key is `<kind>/<id>`, or `hall`, which cannot be removed. A new
 * object comes last among its kind, a known one keeps its place.
 */
export type DrawingOp = { put: string; value: unknown } | { remove: string };

export const HALL_KEY = "hall";

/** The drawing after these changes, in their order; the given one stays as it is. Values are not checked. */
export function applyOps(drawing: Drawing, ops: Iterable<DrawingOp>): Drawing {
  const next = { ...drawing };
  const changed = new Map<ObjectKind, Map<string, { id: string }>>();
  for (const op of ops) {
    const key = "put" in op ? op.put : op.remove;
    if (key === HALL_KEY) {
      if ("put" in op) Object.assign(next, { focus: undefined }, op.value);
      continue;
    }
    const { kind, id } = parseKey(key);
    let objects = changed.get(kind);
    if (!objects) {
      objects = new Map((next[kind] as { id: string }[]).map((object) => [object.id, object]));
      changed.set(kind, objects);
    }
    if ("put" in op) objects.set(id, op.value as { id: string });
    else objects.delete(id);
  }
  for (const [kind, objects] of changed) Object.assign(next, { [kind]: [...objects.values()] });
  if (next.focus === undefined) delete next.focus;
  return next;
}

/** Kind and id of an object's key; ids may contain slashes. */
export function parseKey(key: string): { kind: ObjectKind; id: string } {
  const slash = key.indexOf("/");
  return { kind: key.slice(0, slash) as ObjectKind, id: key.slice(slash + 1) };
}

/** A chart as a drawing; its shapes are numbered. */
export function drawingOf({ version: _, seatCount: __, shapes, ...rest }: Chart): Drawing {
  return { ...rest, shapes: shapes.map((shape, n) => ({ id: String(n + 1), ...shape })) };
}

/** The members of a chart that a drawing becomes; whether it may is not checked. */
export function chartOfDrawing({ shapes, ...rest }: Drawing): Omit<Chart, "version"> {
  return {
    ...rest,
    seatCount: rest.seats.length,
    shapes: shapes.map(({ id: _, ...shape }) => shape as ChartShape),
  };
}
