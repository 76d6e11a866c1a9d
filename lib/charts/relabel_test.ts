import assert from "node:assert/strict";
import fc from "fast-check";
import { ChartBuilder } from "./builder.ts";
import { rowsOfSection } from "./hall_rows.ts";
import { letters, numberings } from "./labels.ts";
import { type LabelRule, relabelled } from "./relabel.ts";
import { seatsNamed } from "./seat_ranges.ts";

const rule: LabelRule = {
  firstRow: "A",
  skipsIAndO: true,
  fromBack: false,
  numbering: "left-to-right",
  firstNumber: 1,
  step: 1,
};

function hallOf(turn = 0, rows = 3, seats = 5) {
  const hall = new ChartBuilder([{ id: "a", name: "A", colour: 1 }]);
  const radians = turn * Math.PI / 180;
  hall.block({
    section: { id: "S" },
    zone: "a",
    at: [-300 * Math.sin(radians), 300 * Math.cos(radians)],
    turn,
    rows: letters("A", rows),
    seats,
  });
  hall.shape({ kind: "stage", polygon: [[-10, -10], [10, -10], [10, 10], [-10, 10]] });
  return hall.finish();
}

Deno.test("rows are listed from the stage and seats from the left, whichever way a block is turned", () => {
  fc.assert(fc.property(fc.integer({ min: -180, max: 180 }), fc.integer(), (turn, seed) => {
    const chart = hallOf(turn);
    const shuffled = chart.seats.toSorted((a, b) => (a.x * seed) % 7 - (b.x * seed) % 7);
    const rows = rowsOfSection({ ...chart, seats: shuffled }, "S");
    assert.deepEqual(rows.map(({ name }) => name), ["A", "B", "C"]);
    for (const { seats } of rows) assert.equal(seats.map(({ number }) => number).join(""), "12345");
  }));
});

Deno.test("a section is renamed by a rule, from the front or from the back", () => {
  const names = (changed: Partial<LabelRule>) =>
    relabelled(hallOf(0, 3, 2), "S", { ...rule, ...changed })?.map(({ row, number }) => row + number).join(
      " ",
    );
  assert.equal(names({ firstRow: "H" }), "H1 H2 J1 J2 K1 K2");
  assert.equal(names({ firstRow: "1", fromBack: true }), "11 12 21 22 31 32");
  assert.equal(
    names({ firstRow: null, numbering: "right-to-left", firstNumber: 2, step: 2 }),
    "A4 A2 B4 B2 C4 C2",
  );
  assert.equal(names({ firstRow: null, numbering: null }), "A1 A2 B1 B2 C1 C2");
  assert.equal(names({ firstRow: "?" }), undefined);
});

Deno.test("a rule never gives two seats the same name", () => {
  const rules = fc.record({
    firstRow: fc.constantFrom("A", "X", "1", "97"),
    skipsIAndO: fc.boolean(),
    fromBack: fc.boolean(),
    numbering: fc.constantFrom(...numberings),
    firstNumber: fc.integer({ min: 1, max: 200 }),
    step: fc.constantFrom<1 | 2>(1, 2),
  });
  fc.assert(fc.property(rules, fc.integer({ min: 1, max: 30 }), (rule, rows) => {
    const all = relabelled(hallOf(0, rows), "S", rule)!;
    assert.equal(new Set(all.map(({ row, number }) => `${row} ${number}`)).size, rows * 5);
  }));
});

Deno.test("seats are named by numbers and ranges", () => {
  const { seats } = hallOf(0, 1, 9);
  const named = (text: string) => {
    const result = seatsNamed(seats, text);
    return result.ok ? result.seats.map(({ number }) => number).join("") : `no ${result.unknown}`;
  };
  assert.equal(named("1-4, 7"), "12347");
  assert.equal(named("4–3;9"), "349");
  assert.equal(named(""), "123456789");
  assert.equal(named("2, 12"), "no 12");
  assert.equal(named("8-20"), "89");
  assert.equal(named("left"), "no left");
});
