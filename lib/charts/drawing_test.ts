import assert from "node:assert/strict";
import fc from "fast-check";
import { smallChart } from "@/lib/testing/fixtures.ts";
import type { ChartZone } from "./chart.ts";
import { applyOps, chartOfDrawing, type Drawing, drawingOf, type DrawingOp } from "./drawing.ts";
import { drawingInputSchema, opsSchema } from "./drawing_schema.ts";

const zone = (id: string, name = id): ChartZone => ({ id, name, colour: 1 });
const hall = smallChart(4);
const drawing = drawingOf(hall);

Deno.test("a chart is the same after it was a drawing", () => {
  const { version: _, ...chart } = hall;
  assert.deepEqual(chartOfDrawing(drawingOf(hall)), chart);
});

Deno.test("a known object keeps its place, a new one comes last, and the drawing before is unchanged", () => {
  const before = structuredClone(drawing);
  const after = applyOps(drawing, [
    { put: "zones/new/1", value: zone("new/1") },
    { put: `zones/${drawing.zones[0].id}`, value: zone(drawing.zones[0].id, "Renamed") },
    { put: "hall", value: { width: 10, height: 20, focus: [1, 2] } },
  ]);
  assert.deepEqual(after.zones.map(({ name }) => name), [
    "Renamed",
    ...drawing.zones.slice(1).map(({ name }) => name),
    "new/1",
  ]);
  assert.deepEqual([after.width, after.height, after.focus], [10, 20, [1, 2]]);
  assert.deepEqual(drawing, before);
});

Deno.test("changes applied one by one or together give the same drawing as a map of its objects", () => {
  const id = fc.constantFrom("a", "b", "c", drawing.zones[0].id);
  const op = fc.oneof(
    fc.record({ id, name: fc.string({ maxLength: 3 }) }).map(({ id, name }): DrawingOp => ({
      put: `zones/${id}`,
      value: zone(id, name),
    })),
    id.map((id): DrawingOp => ({ remove: `zones/${id}` })),
  );
  fc.assert(fc.property(fc.array(op), (ops) => {
    const expected = new Map(drawing.zones.map((zone) => [zone.id, zone]));
    for (const op of ops) {
      if ("put" in op) expected.set(op.put.slice(6), op.value as ChartZone);
      else expected.delete(op.remove.slice(6));
    }
    const together = applyOps(drawing, ops);
    assert.deepEqual(together.zones, [...expected.values()]);
    assert.deepEqual(ops.reduce((drawing: Drawing, op) => applyOps(drawing, [op]), drawing), together);
  }));
});

Deno.test("a drawing may be empty or unfinished, but not of another shape", () => {
  const empty = { width: 0, height: 0, zones: [], sections: [], seats: [], areas: [], shapes: [] };
  assert.ok(drawingInputSchema.safeParse(empty).success);
  const unnamed = { ...drawing, sections: drawing.sections.map((section) => ({ ...section, name: "" })) };
  assert.ok(drawingInputSchema.safeParse(unnamed).success);
  assert.ok(!drawingInputSchema.safeParse({ ...empty, seats: [{ id: "a" }] }).success);
  assert.ok(!drawingInputSchema.safeParse({ ...empty, zones: [zone("a"), zone("a")] }).success);
});

Deno.test("each change names an object, and its value is one", () => {
  const messageOf = (op: unknown) => opsSchema.safeParse([op]).error?.issues[0].message;
  assert.equal(messageOf({ put: "zones/a", value: zone("a", "") }), undefined);
  assert.equal(messageOf({ remove: "hall" }), "the hall can't be removed");
  assert.equal(messageOf({ remove: "walls/a" }), "walls/a is not the key of an object");
  assert.equal(messageOf({ put: "zones/a", value: zone("b") }), "the value of zones/a has another id");
  assert.match(messageOf({ put: "seats/a", value: { id: "a" } })!, /^x /);
  assert.match(messageOf({ put: "hall", value: { width: 1 } })!, /^height /);
});
