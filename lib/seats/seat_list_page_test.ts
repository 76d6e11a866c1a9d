import assert from "node:assert/strict";
import fc from "fast-check";
import { blockChart, hallChart } from "@/bench/charts.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { theatre } from "@/lib/demo/halls/mod.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { listSections } from "./seat_list.ts";
import { LIST_SEATS_MAX, LIST_SECTIONS_MAX, seatListPage } from "./seat_list_page.ts";

/** The list that this query gets for a hall in which every seat is free. */
function listOf(chart: Chart, query: Record<string, string>) {
  const index = indexChart(chart);
  const statuses = "a".repeat(chart.seatCount);
  const zones = chart.zones.map(({ id }) => ({ id, price: 1_000 }));
  return seatListPage({
    index,
    statuses,
    sections: listSections(index, statuses),
    zones,
    query: new URLSearchParams(query),
    words: wordsIn("en").seatMap.pageName,
  });
}

/** A hall of one section with rows of these lengths, however long: older charts may have any. */
function hallOf(lengths: number[]): Chart {
  const chart = blockChart(1);
  const rows = lengths.map((length, row) =>
    Array.from(
      { length },
      (_, at) => ({ ...chart.seats[0], id: `${row}-${at}`, row: `${row}`, number: `${at + 1}` }),
    )
  );
  const seats = rows.flat();
  return { ...chart, seats, seatCount: seats.length };
}

Deno.test("the pages of a section contain every seat once, in the chart's order, at most 500 per page", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 1_300 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lengths, (lengths) => {
      const chart = hallOf(lengths);
      const { rows: { names } } = listOf(chart, {});
      const pages = names.map((_, at) => listOf(chart, { page: String(at + 1) }).rows);
      for (const [at, { items, number }] of pages.entries()) {
        const count = items.reduce((sum, { seats }) => sum + seats.length, 0);
        assert(count > 0 && count <= LIST_SEATS_MAX, `${count} seats`);
        assert.equal(number, at + 1);
      }
      const listed = pages.flatMap(({ items }) => items.flatMap(({ seats }) => seats.map(({ id }) => id)));
      assert.deepEqual(listed, chart.seats.map(({ id }) => id));
    }),
    { numRuns: 30 },
  );
});

Deno.test("pages are named by their rows, or by their seats if a row spans several pages", () => {
  const { rows } = listOf(hallOf([300, 200, 100, 1_200]), {});
  assert.deepEqual(rows.names, [
    "Rows 0 to 1",
    "Row 2, seats 1 to 100",
    "Row 3, seats 1 to 500",
    "Row 3, seats 501 to 1000",
    "Row 3, seats 1001 to 1200",
  ]);
});

Deno.test("a list that fits on one page has only that, and an unknown page number gets the first page", () => {
  for (const page of ["1", "0", "-1", "7", "1.5", "x", "1e9"]) {
    const { rows } = listOf(hallOf([20, 20]), { page });
    assert.deepEqual([rows.number, rows.names.length, rows.items.length], [1, 1, 2], page);
  }
});

Deno.test("sections come in pages of 200, and the page of the chosen one is shown", () => {
  const chart = blockChart(1);
  const seats = Array.from(
    { length: 450 },
    (_, at) => ({ ...chart.seats[0], id: `${at}`, section: `T${at}` }),
  );
  const sections = seats.map(({ section }) => ({
    id: section,
    name: `Table ${section}`,
    labelAt: [0, 0] as [number, number],
  }));
  const hall = { ...chart, seats, seatCount: seats.length, sections };
  const first = listOf(hall, {}).sections;
  assert.equal(first.items.length, LIST_SECTIONS_MAX);
  assert.deepEqual(first.names, [
    "Table T0 to Table T199",
    "Table T200 to Table T399",
    "Table T400 to Table T449",
  ]);
  assert.equal(listOf(hall, { page: "3" }).sections.items.length, 50);
  const { sections: { number, items }, chosen } = listOf(hall, { section: "T250" });
  assert.equal(number, 2);
  assert(chosen && items.includes(chosen));
});

Deno.test("a page of the largest hall lists no more than one of a small hall", () => {
  const { sections, rows } = listOf(hallChart(60_000), { section: "S7" });
  assert.equal(sections.items.length, 120);
  assert.equal(rows.items.reduce((sum, { seats }) => sum + seats.length, 0), LIST_SEATS_MAX);
});

Deno.test("the list is limited to the search, and says so", () => {
  const chart = theatre.chart();
  const { floors, search, sections } = listOf(chart, {});
  assert.equal(search, null);
  assert.equal(floors.length, 3);
  assert.equal(sections.names.length, 1);
  const level = listOf(chart, { level: floors[1] });
  assert.equal(level.search?.level, floors[1]);
  assert.equal(
    level.sections.items.length,
    sections.items.length,
    "the map shows and hides the other floors",
  );
  assert.equal(listOf(chart, { find: "no such seat" }).sections.items.length, 0);
  assert.equal(listOf(chart, { "up-to": "999" }).sections.items.length, 0);
  assert.ok(listOf(chart, { accessible: "on" }).sections.items.length > 0);
});
