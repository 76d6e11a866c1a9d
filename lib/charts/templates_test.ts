import assert from "node:assert/strict";
import fc from "fast-check";
import { chartProblems } from "./problems.ts";
import { drawTemplate, numbersOf, templateNames, type TemplateWords } from "./templates.ts";

const words: TemplateWords = {
  stage: "Stage",
  screen: "Screen",
  front: "Front",
  stalls: "Stalls",
  balcony: "Balcony",
  standing: "Standing",
  seats: "Seats",
  tables: "Tables",
  groundFloor: "Ground floor",
  firstFloor: "First floor",
  table: ({ number }) => `Table ${number}`,
  block: ({ number }) => `Block ${number}`,
};

for (const name of templateNames) {
  Deno.test(`a hall from the template ${name} can be published as it is, whatever its size`, () => {
    const sizes = fc.record(Object.fromEntries(
      numbersOf(name).map(([number, { min, max }]) => [number, fc.integer({ min, max })]),
    ));
    fc.assert(
      fc.property(sizes, (size) => {
        const chart = drawTemplate(name, size, words);
        const { problems } = chartProblems(chart);
        assert.deepEqual(problems.filter(({ code }) => code !== "row-of-one"), []);
      }),
      { numRuns: 25 },
    );
  });
}

Deno.test("the numbers of a template say how many seats it has", () => {
  assert.equal(drawTemplate("cinema", { rows: 10, seats: 20 }, words).seatCount, 200);
  assert.equal(drawTemplate("tables", { tables: 3, seatsPerTable: 6 }, words).seatCount, 18);
  assert.equal(drawTemplate("club", { tables: 2, seatsPerTable: 4, standing: 90 }, words).seatCount, 98);
});

Deno.test("a number beyond its limits is brought within them", () => {
  assert.equal(drawTemplate("cinema", { rows: 0, seats: 1e9 }, words).seatCount, 80);
});
