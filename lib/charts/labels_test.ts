import assert from "node:assert/strict";
import fc from "fast-check";
import { letters, numberings, numbers, rowNames, seatNumber } from "./labels.ts";

const numbered = (...[numbering, count, options]: [Parameters<typeof seatNumber>[0], number, object?]) =>
  Array.from({ length: count }, (_, position) => seatNumber(numbering, position, count, options)).join(" ");

Deno.test("seats are numbered from either end of a row or outwards from the middle", () => {
  assert.equal(numbered("left-to-right", 5), "1 2 3 4 5");
  assert.equal(numbered("right-to-left", 5), "5 4 3 2 1");
  assert.equal(numbered("odd-even", 5), "5 3 1 2 4");
  assert.equal(numbered("odd-even", 6), "5 3 1 2 4 6");
});

Deno.test("numbers may start anywhere and be all odd or all even", () => {
  assert.equal(numbered("left-to-right", 3, { first: 101 }), "101 102 103");
  assert.equal(numbered("right-to-left", 3, { first: 2, step: 2 }), "6 4 2");
});

Deno.test("every seat of a row gets its own number, whatever the rule", () => {
  const rules = fc.record({
    numbering: fc.constantFrom(...numberings),
    count: fc.integer({ min: 1, max: 60 }),
    first: fc.integer({ min: 0, max: 500 }),
    step: fc.integer({ min: 1, max: 2 }),
  });
  fc.assert(fc.property(rules, ({ numbering, count, first, step }) => {
    const all = numbered(numbering, count, { first, step }).split(" ").map(Number);
    const expected = Array.from({ length: count }, (_, n) => first + n * step);
    assert.deepEqual(all.toSorted((a, b) => a - b), expected);
  }));
});

Deno.test("row letters leave out I and O and continue with doubled letters", () => {
  assert.deepEqual(letters("H", 3), ["H", "J", "K"]);
  assert.deepEqual(letters("Y", 4), ["Y", "Z", "AA", "BB"]);
  assert.deepEqual(numbers(9, 3), ["9", "10", "11"]);
});

Deno.test("row names continue from the first one, with or without I and O", () => {
  assert.deepEqual(rowNames("h", 3), ["H", "J", "K"]);
  assert.deepEqual(rowNames("H", 3, { skipsIAndO: false }), ["H", "I", "J"]);
  assert.deepEqual(rowNames("YY", 3), ["YY", "ZZ", "AAA"]);
  assert.deepEqual(rowNames(" 7 ", 2), ["7", "8"]);
});

Deno.test("a first row that can't be continued has no names", () => {
  for (const first of ["", "I", "AB", "A1", "?"]) assert.equal(rowNames(first, 2), null);
});
