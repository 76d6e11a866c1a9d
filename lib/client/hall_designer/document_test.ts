/** Commands in any order, undone and redone, on a hall as it may be drawn. */
import "@/tests/property_seed.ts";
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Drawing, DrawingOp } from "@/lib/charts/drawing.ts";
import { rectangle } from "@/lib/charts/geometry.ts";
import * as commands from "./commands.ts";
import { HallDocument } from "./document.ts";
import { History, OPS_MAX, STEPS_MAX, STEPS_MIN } from "./history.ts";
import { changeCapacity, makeArea, makeRows, makeTable } from "./make.ts";
import { around, inZone, NOTHING, type Reach, type Selection, stillThere, toggled } from "./selection.ts";

function firstDrawing(): Drawing {
  return {
    width: 1_000,
    height: 800,
    zones: [{ id: "z1", name: "Front", colour: 1 }, { id: "z2", name: "Back", colour: 2 }],
    sections: [],
    seats: [],
    areas: [],
    shapes: [{ id: "stage", kind: "stage", polygon: rectangle(500, 60, 300, 40), label: "Stage" }],
  };
}

function idMaker() {
  let made = 0;
  return () => `id-${++made}`;
}

/** A hall with a block, a table and a standing area. */
function furnished(): HallDocument {
  const document = new HallDocument(firstDrawing());
  const newId = idMaker();
  const naming = { zone: "z1", firstRow: "A", skipsIAndO: true, numbering: "left-to-right" } as const;
  document.apply(
    makeRows(document, { at: [500, 200], rows: 4, seats: 8, curve: 20 }, {
      ...naming,
      section: { name: "Stalls" },
    }, newId)!,
  );
  document.apply(
    makeTable(
      document,
      { at: [200, 500], seats: { around: 6 } },
      { name: "Table 1", label: "1", zone: "z2" },
      newId,
    ),
  );
  document.apply(
    makeArea(document, rectangle(700, 600, 200, 100), { name: "Floor", zone: "z2", capacity: 12 }, newId),
  );
  return new HallDocument(structuredClone(document.drawing()));
}

type Make = (document: HallDocument, selection: Selection, newId: () => string) => DrawingOp[] | null;

const amount = fc.integer({ min: -80, max: 80 });
const label = {
  firstRow: fc.constantFrom("A", "H", "7", null),
  skipsIAndO: fc.boolean(),
  fromBack: fc.boolean(),
  numbering: fc.constantFrom("left-to-right", "right-to-left", "odd-even", null),
  firstNumber: fc.nat(9),
  step: fc.constantFrom(1, 2),
} as const;

const making: fc.Arbitrary<Make> = fc.oneof(
  fc.tuple(amount, amount).map(([dx, dy]): Make => (document, on) => commands.moveBy(document, on, dx, dy)),
  amount.map((degrees): Make => (document, on) => commands.rotate(document, on, degrees)),
  fc.constantFrom("x", "y").map((axis): Make => (document, on) => commands.mirror(document, on, axis)),
  fc.constantFrom("left", "middle", "bottom").map((to): Make => (document, on) =>
    commands.align(document, on, to)
  ),
  fc.constantFrom("x", "y").map((axis): Make => (document, on) => commands.distribute(document, on, axis)),
  fc.constant<Make>((document, on) => commands.removeSelected(document, on)),
  fc.constantFrom("z1", "z2").map((zone): Make => (document, on) => commands.setZone(document, on, zone)),
  fc.record(label).map((rule): Make => (document) => commands.relabel(document, "Stalls", rule as never)),
  fc.nat(20).map((capacity): Make => (document, _, newId) =>
    changeCapacity(document, "Floor", capacity, newId)
  ),
  fc.integer({ min: 1, max: 5 }).map((rows): Make => (document, _, newId) =>
    makeRows(document, { at: [300, 300], rows, seats: 5 }, {
      section: document.lists.sections.get("Stalls") ? { id: "Stalls" } : { name: "More" },
      zone: "z1",
      firstRow: "K",
      skipsIAndO: true,
      numbering: "odd-even",
    }, newId)
  ),
);

/** Which seat is clicked, how far the click reaches, and whether it adds to what is selected. */
const selecting = fc.record({
  slot: fc.nat(60),
  reach: fc.constantFrom<Reach>("seat", "row", "section"),
  adds: fc.boolean(),
  key: fc.constantFrom(null, "areas/Floor", "shapes/stage"),
});

const turns = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ make: making, select: selecting }) },
    { weight: 1, arbitrary: fc.constant("undo" as const) },
    { weight: 1, arbitrary: fc.constant("redo" as const) },
  ),
  { maxLength: 25 },
);

Deno.test("any commands, undone and redone in between, and their undos give the first drawing again", () => {
  fc.assert(
    fc.property(turns, (turns) => {
      const document = furnished();
      const first = structuredClone(document.drawing());
      const history = new History();
      const newId = idMaker();
      let selection = NOTHING;
      for (const turn of turns) {
        if (turn === "undo" || turn === "redo") {
          const before = structuredClone(document.drawing());
          const ops = turn === "undo" ? history.undo() : history.redo();
          if (!ops) continue;
          document.apply(ops);
          // There and back again changes nothing.
          document.apply(turn === "undo" ? history.redo()! : history.undo()!);
          assert.deepEqual(document.drawing(), before);
          document.apply(turn === "undo" ? history.undo()! : history.redo()!);
          continue;
        }
        const { slot, reach, adds, key } = turn.select;
        const clicked = around(document, slot, reach);
        const others = new Set([...clicked.others, ...key ? [key] : []]);
        selection = toggled(adds ? selection : NOTHING, { ...clicked, others });
        selection = stillThere(document, selection);
        const ops = turn.make(document, selection, newId);
        if (ops && ops.length > 0) history.add({ ops, inverse: document.apply(ops).inverse });
      }
      for (let ops = history.undo(); ops; ops = history.undo()) document.apply(ops);
      assert.deepEqual(document.drawing(), first);
    }),
    { numRuns: 200 },
  );
});

Deno.test("an operation on an object that is not there changes nothing, and has nothing to undo", () => {
  const document = furnished();
  const before = structuredClone(document.drawing());
  const { inverse, changed } = document.apply([{ remove: "seats/nobody" }, { remove: "hall" }]);
  assert.deepEqual(inverse, []);
  assert.equal(changed.seats.size + changed.others.size, 0);
  assert.deepEqual(document.drawing(), before);
});

Deno.test("a table moves with its seats, its outline and its label", () => {
  const document = furnished();
  const seat = document.lists.seats.live().find(({ section }) => section === "Table 1")!;
  const table = around(document, document.lists.seats.slotOf(seat.id)!, "section");
  assert.equal(table.seats.size, 6);
  assert.equal(table.others.size, 1);
  const before = document.lists.sections.get("Table 1")!;
  document.apply(commands.moveBy(document, table, 30, -10));
  const section = document.lists.sections.get("Table 1")!;
  assert.deepEqual(section.labelAt, [before.labelAt[0] + 30, before.labelAt[1] - 10]);
  assert.deepEqual(document.lists.shapes.live().find(({ kind }) => kind === "round-table"), {
    ...document.lists.shapes.live().at(-1),
    at: [230, 490],
  });
});

Deno.test("rows are aligned as rows, and each keeps its shape", () => {
  const document = furnished();
  const selection = around(document, 0, "section");
  document.apply(commands.align(document, selection, "left"));
  const rows = Map.groupBy(document.lists.seats.live().filter(({ row }) => row !== ""), ({ row }) => row);
  const lefts = [...rows.values()].map((row) => Math.min(...row.map(({ x }) => x)));
  for (const left of lefts) assert(Math.abs(left - lefts[0]) < 0.2, String(lefts));
});

Deno.test("a standing area goes into a zone with all its places", () => {
  const document = furnished();
  document.apply(commands.setZone(document, { seats: new Set(), others: new Set(["areas/Floor"]) }, "z1"));
  assert.equal(document.lists.areas.get("Floor")!.zone, "z1");
  assert(
    document.lists.seats.live().filter(({ area }) => area === "Floor").every(({ zone }) => zone === "z1"),
  );
  assert(inZone(document, "z1").others.has("areas/Floor"));
});

Deno.test("removing the last seat of a section removes the section", () => {
  const document = furnished();
  document.apply(commands.removeSelected(document, around(document, 0, "section")));
  assert.equal(document.lists.sections.get("Stalls"), undefined);
});

Deno.test("the history forgets the oldest steps beyond its limits, but never the last 200", () => {
  const step = (size: number) => ({ ops: Array(size).fill({ remove: "hall" }), inverse: [] });
  const history = new History();
  for (let n = 0; n < STEPS_MAX + 50; n++) history.add(step(1));
  assert.equal(history.kept().steps.length, STEPS_MAX);
  const large = new History();
  for (let n = 0; n < STEPS_MIN + 50; n++) large.add(step(OPS_MAX / 100));
  assert.equal(large.kept().steps.length, STEPS_MIN);
  assert.equal(large.kept().done, STEPS_MIN);
});

Deno.test("a new step replaces what was undone", () => {
  const history = new History();
  history.add({ ops: [{ remove: "a" }], inverse: [] });
  history.add({ ops: [{ remove: "b" }], inverse: [] });
  history.undo();
  history.add({ ops: [{ remove: "c" }], inverse: [] });
  assert.equal(history.redo(), null);
  assert.deepEqual(history.kept().steps.map(({ ops }) => ops[0]), [{ remove: "a" }, { remove: "c" }]);
});
