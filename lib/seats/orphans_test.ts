import assert from "node:assert/strict";
import fc from "fast-check";
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { type ChartIndex, indexChart } from "@/lib/charts/chart_index.ts";
import { findOrphans, fixOrphan } from "./orphans.ts";

/**
 * One row: `.` is free, `x` is taken, `m` is mine, `w` is a free wheelchair place, `b` a free seat of another
 * zone.
 */
function rowOf(row: string) {
  const hall = new ChartBuilder([{ id: "a", name: "A", colour: 1 }, { id: "b", name: "B", colour: 2 }]);
  hall.block({
    section: { id: "S" },
    zone: (_row, number) => row[number - 1] === "b" ? "b" : "a",
    at: [0, 0],
    rows: ["A"],
    seats: row.length,
    flags: (_row, number) => row[number - 1] === "w" ? ["accessible"] : [],
  });
  const index = indexChart(hall.finish());
  const mine = new Set([...row].flatMap((mark, seat) => mark === "m" ? seat : []));
  return { index, mine, isFree: (seat: number) => ".wb".includes(row[seat]) };
}

/** The row after the fix, or "nothing" if there is nothing to fix. */
function fixed(row: string): string {
  const { index, mine, isFree } = rowOf(row);
  const fix = fixOrphan(index, isFree, mine);
  if (!fix) return "nothing";
  const marks = [...row];
  for (const seat of fix.giveBack) marks[seat] = ".";
  for (const seat of fix.take) marks[seat] = "m";
  return marks.join("");
}

/** Free seats without a free neighbour that lie beside one of mine. */
function orphansIn(
  { runs }: ChartIndex,
  isFree: (seat: number) => boolean,
  mine: ReadonlySet<number>,
): number[] {
  return runs.flatMap((run) =>
    run.filter((seat, at) => {
      const beside = [run[at - 1], run[at + 1]].filter((other) => other !== undefined);
      return isFree(seat) && !beside.some(isFree) && beside.some((other) => mine.has(other));
    })
  );
}

Deno.test("a block that leaves an orphan is moved along by one", () => {
  assert.equal(fixed(".mm...x"), "mm....x");
  assert.equal(fixed("x..mm.x"), "x...mmx");
  assert.equal(fixed("....m."), ".....m");
});

Deno.test("no fix is suggested if there is no orphan", () => {
  assert.equal(fixed("mm...."), "nothing");
  assert.equal(fixed("..mm.."), "nothing");
  assert.equal(fixed("x.xxxx"), "nothing", "earlier orphans are not the buyer's fault");
});

Deno.test("no fix is suggested if every choice of that size would leave an orphan", () => {
  assert.equal(fixed("xmm.x"), "nothing");
  assert.equal(fixed("m."), "nothing");
});

Deno.test("a seat of another zone or a wheelchair place is not offered instead", () => {
  assert.equal(fixed("bm..x"), "nothing");
  assert.equal(fixed("wm..x"), "nothing");
});

Deno.test("a fix keeps the number of seats and their zone, takes only free seats, and leaves fewer orphans", () => {
  const rows = fc.string({
    unit: fc.constantFrom(".", ".", ".", "x", "m", "m", "w", "b"),
    minLength: 1,
    maxLength: 14,
  });
  fc.assert(
    fc.property(rows, (row) => {
      const { index, mine, isFree } = rowOf(row);
      const fix = fixOrphan(index, isFree, mine);
      if (!fix) return;
      const zones = (seats: number[]) => seats.map((seat) => index.chart.seats[seat].zone);
      assert.deepEqual(zones(fix.take), zones(fix.giveBack));
      assert.ok(fix.take.every(isFree) && fix.giveBack.every((seat) => mine.has(seat)));
      const after = new Set([...mine, ...fix.take].filter((seat) => !fix.giveBack.includes(seat)));
      assert.ok(fix.instead.every((seat) => after.has(seat)));
      const isFreeAfter = (seat: number) => fix.giveBack.includes(seat) || (isFree(seat) && !after.has(seat));
      const [before, then] = [orphansIn(index, isFree, mine), orphansIn(index, isFreeAfter, after)];
      assert.ok(before.includes(fix.orphan) && !then.includes(fix.orphan));
      assert.ok(then.length < before.length, `${row}: ${before} became ${then}`);
    }),
    { numRuns: 1_000 },
  );
});

/**
 * The row with the alternative choice, or "nothing" if no orphan is left needlessly. `M`: had before and kept, `g`: had
 * before and given back.
 */
function alternativeTo(row: string): string {
  const { index, mine, isFree } = rowOf(row.replaceAll("M", "m").replaceAll("g", "."));
  const had = new Set([...row].flatMap((mark, seat) => "Mg".includes(mark) ? seat : []));
  const found = findOrphans(index, isFree, mine, had);
  if (!found) return "nothing";
  return [...row].map((mark, seat) =>
    found.instead.includes(seat)
      ? "m"
      : found.orphans.includes(seat)
      ? "o"
      : "Mmg".includes(mark)
      ? "."
      : mark
  ).join("");
}

Deno.test("a choice that leaves several orphans is fixed as a whole", () => {
  assert.equal(alternativeTo(".m.m."), "m...m");
  assert.equal(alternativeTo("x.m..m.x"), "xm....mx");
  assert.equal(alternativeTo("xx.mx.m...xx"), "xx.mxm....xx", "the first orphan is unavoidable");
});

Deno.test("an orphan that was there before, or that the buyer's earlier seats left, is no reason to refuse more", () => {
  assert.equal(alternativeTo(".M...xx"), "nothing", "the hold had left it already");
  assert.equal(alternativeTo(".M..mm"), "nothing");
  assert.equal(alternativeTo("xMg.."), "nothing", "a seat that is given back beside free ones is no orphan");
  assert.equal(alternativeTo("gM..."), "m....", "a seat that is given back may itself be an orphan");
});

Deno.test("a choice is refused if and only if another with as many seats in each stretch leaves fewer orphans", () => {
  const rows = fc.string({
    unit: fc.constantFrom(".", ".", ".", "x", "m", "m"),
    minLength: 1,
    maxLength: 10,
  });
  fc.assert(
    fc.property(rows, (row) => {
      const { index, mine, isFree } = rowOf(row);
      const found = findOrphans(index, isFree, mine);
      const fewest = fewestOrphans(row);
      const left = countOrphans(row);
      assert.equal(found !== null, left > fewest, `${row}: ${left} orphans, ${fewest} at best`);
      if (!found) return;
      const then = [...row].map((mark, seat) =>
        found.instead.includes(seat) ? "m" : mark === "m" ? "." : mark
      ).join("");
      assert.equal(countOrphans(then), fewest, `${row} became ${then}`);
      assert.equal(found.instead.length, mine.size);
      assert.equal(findOrphans(index, (seat) => then[seat] === ".", new Set(found.instead)), null);
    }),
    { numRuns: 2_000 },
  );
});

/** How many free seats have a chosen seat on one side and no free one on the other. */
function countOrphans(row: string): number {
  return [...row].filter((mark, at) =>
    mark === "." && [row[at - 1], row[at + 1]].includes("m") && ![row[at - 1], row[at + 1]].includes(".")
  ).length;
}

/** The fewest orphans left by any choice that takes as many seats from each stretch between taken ones. */
function fewestOrphans(row: string): number {
  return row.split("x").reduce((sum, stretch) => {
    const quantity = stretch.split("m").length - 1;
    const choices = Array.from(
      { length: 2 ** stretch.length },
      (_, bits) => [...stretch].map((_, at) => bits & 2 ** at ? "m" : ".").join(""),
    ).filter((choice) => choice.split("m").length - 1 === quantity);
    return sum + Math.min(...choices.map(countOrphans));
  }, 0);
}
