import assert from "node:assert/strict";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { indexChart } from "./chart_index.ts";
import { listRows, listSections } from "./seat_list.ts";
import { arena } from "./venues/mod.ts";

Deno.test("sections are listed with what is free in them, standing areas are not", () => {
  const chart = arena.chart();
  const sections = listSections(indexChart(chart), "a".repeat(chart.seatCount));
  assert.equal(sections.length, 32);
  assert.equal(
    sections.reduce((sum, { left }) => sum + left, 0),
    chart.seats.filter(({ area }) => area === undefined).length,
  );
});

Deno.test("a section's rows have all seats that are for sale, with their status", () => {
  const [{ row, seats }, ...others] = listRows(smallChart(4), "ahxb", "Stalls");
  assert.equal(others.length, 0);
  assert.equal(row, "A");
  assert.deepEqual(seats.map(({ id, status }) => [id, status]), [["A-1", "a"], ["A-2", "h"], ["A-4", "b"]]);
});
