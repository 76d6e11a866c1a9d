import assert from "node:assert/strict";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { arena, cinema } from "@/lib/demo/halls/mod.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { filterSections, listRows, listSections, readSeatWords, type SeatFilter } from "./seat_list.ts";

Deno.test("sections are listed with their free seats; standing areas are not", () => {
  const chart = arena.chart();
  const sections = listSections(indexChart(chart), "a".repeat(chart.seatCount));
  assert.equal(sections.length, 32);
  assert.equal(
    sections.reduce((sum, { left }) => sum + left, 0),
    chart.seats.filter(({ area }) => area === undefined).length,
  );
});

Deno.test("a section's rows list all seats for sale, with their status", () => {
  const [{ row, seats }, ...others] = listRows(indexChart(smallChart(4)), "ahxb", "Stalls");
  assert.equal(others.length, 0);
  assert.equal(row, "A");
  assert.deepEqual(seats.map(({ id, status }) => [id, status]), [["A-1", "a"], ["A-2", "h"], ["A-4", "b"]]);
});

const anything: SeatFilter = { words: [], zones: null, accessible: false };

Deno.test("a filter lists only free seats that match its words and zones and, if it says so, are accessible", () => {
  const chart = cinema.chart();
  const statuses = "b" + "a".repeat(chart.seatCount - 1);
  const index = indexChart(chart);
  const seatsFor = (filter: Partial<SeatFilter>) =>
    filterSections(index, statuses, { ...anything, ...filter }).flatMap(({ id, left }) => {
      const rows = listRows(index, statuses, id, { ...anything, ...filter });
      const seats = rows.flatMap(({ row, seats }) => seats.map((seat) => ({ row, ...seat })));
      assert.equal(seats.length, left);
      assert.ok(seats.every(({ status }) => status === "a"));
      return seats;
    });
  assert.equal(seatsFor({}).length, chart.seatCount - 1);
  const { zone, row, number, section } = chart.seats[1];
  assert.ok(seatsFor({ zones: new Set([zone]) }).every((seat) => seat.zone === zone));
  const accessible = seatsFor({ accessible: true });
  assert.ok(accessible.length > 0 && accessible.every(({ flags }) => flags.length > 0));
  const found = seatsFor({ words: [section, row, number].map((word) => word.toLowerCase()) });
  assert.ok(found.some(({ id }) => id === chart.seats[1].id));
  assert.deepEqual(seatsFor({ words: ["nowhere"] }), []);
});

Deno.test("a search may, but need not, say which word is the row and which is the seat", () => {
  assert.deepEqual(readSeatWords("Stalls, Row C · seat 12"), { row: "c", number: "12", words: ["stalls"] });
  assert.deepEqual(readSeatWords("Parkett Reihe C Platz 12"), { row: "c", number: "12", words: ["parkett"] });
  assert.deepEqual(readSeatWords(" stalls c 12 "), { words: ["stalls", "c", "12"] });
  assert.deepEqual(readSeatWords("row"), { words: ["row"] });
});
