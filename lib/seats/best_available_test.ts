import assert from "node:assert/strict";
import fc from "fast-check";
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { type ChartIndex, indexChart } from "@/lib/charts/chart_index.ts";
import { rectangle } from "@/lib/charts/geometry.ts";
import { arena } from "@/lib/demo/halls/mod.ts";
import { bestAvailable, freePlaces, type IsFree, nearestEqual } from "./best_available.ts";

/**
 * A small hall from a drawing, one row per line: `a` and `b` are seats of zones a and b, `w` a wheelchair place of zone
 * a, a space is an aisle. `standing` places of zone b, if any, lie behind.
 */
function hallOf(rows: string[], standing = 0): ChartIndex {
  const hall = new ChartBuilder([{ id: "a", name: "A", colour: 1 }, { id: "b", name: "B", colour: 2 }]);
  rows.forEach((row, line) => {
    const letters = row.replaceAll(" ", "");
    hall.block({
      section: { id: `R${line}`, code: `${line}` },
      zone: (_row, number) => letters[number - 1] === "b" ? "b" : "a",
      at: [0, line * 30],
      rows: ["A"],
      seats: row.split(" ").map((run) => run.length),
      flags: (_row, number) => letters[number - 1] === "w" ? ["accessible"] : [],
    });
  });
  if (standing > 0) {
    hall.standing({
      id: "Floor",
      name: "Floor",
      zone: "b",
      capacity: standing,
      polygon: rectangle(0, 400, 90, 60),
    });
  }
  return indexChart(hall.finish());
}

/** Seats as `row:number`, in order; row numbers count from 0. */
function namesOf(index: ChartIndex, seats: number[] | null): string {
  if (seats === null) return "none";
  return seats.map((seat) => index.chart.seats[seat].id.replace("-A-", ":")).toSorted().join(" ");
}

function freeExcept(index: ChartIndex, ...taken: string[]): IsFree {
  const seats = new Set(taken.map((name) => index.indexById.get(name.replace(":", "-A-"))));
  return (seat) => !seats.has(seat);
}

/** A hall of one to four rows, and which of its seats are free. */
const halls = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom("a", "a", "a", "b", "w"), minLength: 1, maxLength: 7 }), {
    minLength: 1,
    maxLength: 2,
  }),
  { minLength: 1, maxLength: 4 },
)
  .map((rows) => hallOf(rows.map((row) => row.join(" "))))
  .chain((index) =>
    fc.record({
      index: fc.constant(index),
      free: fc.array(fc.boolean(), { minLength: index.chart.seatCount, maxLength: index.chart.seatCount }),
      quantity: fc.integer({ min: 1, max: 6 }),
      zone: fc.constantFrom(undefined, "a", "b"),
    })
  );

/** Every block of `quantity` adjacent seats that `isWanted` allows, by brute force. */
function blocksOf(index: ChartIndex, isWanted: IsFree, quantity: number): number[][] {
  return index.runs.flatMap((run) =>
    run.map((_, from) => run.slice(from, from + quantity))
      .filter((block) => block.length === quantity && block.every(isWanted))
  );
}

/** Seats that had a wanted neighbour before and that the choice leaves without one. */
function orphansOf(index: ChartIndex, isWanted: IsFree, chosen: number[]): number[] {
  const isLeft: IsFree = (seat) => isWanted(seat) && !chosen.includes(seat);
  const isAlone = (run: number[], position: number, isFree: IsFree) =>
    [run[position - 1], run[position + 1]].every((seat) => seat === undefined || !isFree(seat));
  return index.runs.flatMap((run) =>
    run.filter((seat, position) =>
      isLeft(seat) && isAlone(run, position, isLeft) && !isAlone(run, position, isWanted)
    )
  );
}

/** How many blocks of adjacent seats these seats form. */
function blockCount(index: ChartIndex, seats: number[]): number {
  return index.runs
    .map((run) =>
      run.filter((seat, position) => seats.includes(seat) && !seats.includes(run[position - 1])).length
    )
    .reduce((sum, count) => sum + count, 0);
}

/** The fewest stretches of wanted seats that together contain `quantity`. */
function fewestStretches(index: ChartIndex, isWanted: IsFree, quantity: number): number {
  const lengths = index.runs
    .flatMap((run) => run.map((seat) => isWanted(seat) ? "x" : " ").join("").split(" "))
    .map((stretch) => stretch.length)
    .toSorted((a, b) => b - a);
  let count = 0;
  for (let reach = 0; reach < quantity; count++) reach += lengths[count];
  return count;
}

Deno.test("the choice has exactly the requested number of free seats of the zone, or is null if there are too few", () => {
  fc.assert(
    fc.property(halls, ({ index, free, quantity, zone }) => {
      const { seats } = index.chart;
      const matching = free.flatMap((isFree, seat) =>
        isFree && (zone === undefined || seats[seat].zone === zone) ? [seat] : []
      );
      const chosen = bestAvailable(index, (seat) => free[seat], { zone, quantity });
      if (matching.length < quantity) return assert.equal(chosen, null);
      assert.ok(chosen);
      assert.equal(new Set(chosen).size, quantity);
      assert.ok(chosen.every((seat) => matching.includes(seat)));
    }),
    { numRuns: 500 },
  );
});

Deno.test("the choice is the cheapest single block if there is one, and leaves no orphan if it can", () => {
  fc.assert(
    fc.property(halls, ({ index, free, quantity, zone }) => {
      const { seats } = index.chart;
      const isWanted: IsFree = (seat) =>
        free[seat] && (zone === undefined || seats[seat].zone === zone) &&
        !seats[seat].flags.includes("accessible");
      const blocks = blocksOf(index, isWanted, quantity);
      fc.pre(blocks.length > 0);
      const chosen = bestAvailable(index, (seat) => free[seat], { zone, quantity })!;
      assert.equal(blockCount(index, chosen), 1);
      const tidy = blocks.filter((block) => orphansOf(index, isWanted, block).length === 0);
      const candidates = tidy.length > 0 ? tidy : blocks;
      const distance = (block: number[]) => block.reduce((sum, seat) => sum + index.distances[seat], 0);
      const nearest = Math.min(...candidates.map(distance));
      assert.ok(distance(chosen) <= nearest + 1e-6);
      if (tidy.length > 0) assert.deepEqual(orphansOf(index, isWanted, chosen), []);
    }),
    { numRuns: 500 },
  );
});

Deno.test("a party that fits in no block is split into as few blocks as possible", () => {
  fc.assert(
    fc.property(halls, ({ index, free, quantity }) => {
      const isWanted: IsFree = (seat) => free[seat] && !index.chart.seats[seat].flags.includes("accessible");
      fc.pre(index.chart.seats.filter((_, seat) => isWanted(seat)).length >= quantity);
      const chosen = bestAvailable(index, (seat) => free[seat], { quantity })!;
      assert.equal(blockCount(index, chosen), fewestStretches(index, isWanted, quantity));
      assert.ok(chosen.every(isWanted));
    }),
    { numRuns: 500 },
  );
});

Deno.test("the best seats are in the middle, a third from the front", () => {
  const index = hallOf(Array(7).fill("aaaaaaaaa"));
  assert.equal(namesOf(index, bestAvailable(index, () => true, { quantity: 3 })), "2:4 2:5 2:6");
});

Deno.test("a block that leaves no orphan is preferred to one that does", () => {
  const index = hallOf(["aaaaa", "aaa"]);
  assert.equal(
    namesOf(index, bestAvailable(index, freeExcept(index, "0:5"), { quantity: 3 })),
    "1:1 1:2 1:3",
  );
  assert.equal(
    namesOf(index, bestAvailable(index, freeExcept(index, "0:5", "1:2"), { quantity: 3 })),
    "0:2 0:3 0:4",
  );
});

Deno.test("an aisle is never inside a block", () => {
  const index = hallOf(["aa aa", "aaaa"]);
  assert.equal(namesOf(index, bestAvailable(index, () => true, { quantity: 4 })), "1:1 1:2 1:3 1:4");
});

Deno.test("a split party sits in neighbouring rows", () => {
  const index = hallOf(["aa", "aa", "aa", "aa", "aa", "aa"]);
  const isFree = freeExcept(index, "1:1", "1:2", "2:1", "2:2");
  assert.equal(namesOf(index, bestAvailable(index, isFree, { quantity: 4 })), "3:1 3:2 4:1 4:2");
});

Deno.test("wheelchair places are chosen only when there are too few ordinary seats", () => {
  const index = hallOf(["wwaaww", "aaa"]);
  assert.equal(namesOf(index, bestAvailable(index, () => true, { quantity: 5 })), "0:3 0:4 1:1 1:2 1:3");
  assert.equal(bestAvailable(index, () => true, { quantity: 6 })!.length, 6);
  assert.equal(bestAvailable(index, () => true, { quantity: 10 }), null);
});

Deno.test("standing places are chosen if the zone has no seats, or the hall has none left", () => {
  const index = hallOf(["aaa"], 4);
  const isFree = freeExcept(index, "Floor-1");
  assert.equal(namesOf(index, bestAvailable(index, isFree, { zone: "b", quantity: 2 })), "Floor-2 Floor-3");
  assert.equal(namesOf(index, bestAvailable(index, isFree, { zone: "b", quantity: 4 })), "none");
  assert.equal(namesOf(index, bestAvailable(index, (seat) => seat > 2, { quantity: 2 })), "Floor-1 Floor-2");
});

Deno.test("the search for free places starts at the given fraction and wraps around", () => {
  const index = hallOf(["a"], 4);
  assert.equal(namesOf(index, freePlaces(index, () => true, "Floor", 3, 0.5)), "Floor-1 Floor-3 Floor-4");
  assert.equal(freePlaces(index, () => true, "Floor", 5, 0.5), null);
  assert.equal(freePlaces(index, () => true, "Balcony", 1), null);
});

Deno.test("the nearest equal seats are in the same zone, together, and not the lost ones", () => {
  const index = hallOf(["aaaaaa", "bbbbbb", "aaaaaa"]);
  const lost = [index.indexById.get("0-A-1")!, index.indexById.get("0-A-2")!];
  assert.equal(namesOf(index, nearestEqual(index, () => true, lost)), "0:3 0:4");
  const isFree = freeExcept(index, "0:3", "0:5");
  assert.equal(namesOf(index, nearestEqual(index, isFree, lost)), "2:1 2:2");
  assert.equal(nearestEqual(index, () => false, lost), null);
  assert.equal(nearestEqual(index, () => true, []), null);
});

Deno.test("lost seats of several kinds are each replaced by their own kind", () => {
  const index = hallOf(["waaaw", "bbb"], 3);
  const lost = ["0-A-1", "1-A-1", "Floor-1"].map((id) => index.indexById.get(id)!);
  assert.equal(namesOf(index, nearestEqual(index, () => true, lost)), "0:5 1:2 Floor-2");
});

Deno.test("a wheelchair place is not offered for an ordinary seat, nor the other way round", () => {
  const index = hallOf(["waaaw"]);
  const onlyFree = (...ids: string[]): IsFree => (seat) => ids.includes(index.chart.seats[seat].id);
  const lost = (id: string) => [index.indexById.get(id)!];
  assert.equal(nearestEqual(index, onlyFree("0-A-5"), lost("0-A-2")), null);
  assert.equal(nearestEqual(index, onlyFree("0-A-3"), lost("0-A-1")), null);
  assert.equal(namesOf(index, nearestEqual(index, onlyFree("0-A-3", "0-A-5"), lost("0-A-1"))), "0:5");
});

Deno.test("in any hall, the nearest equal seats are free and match the lost seats' zones and number", () => {
  fc.assert(
    fc.property(halls, fc.nat(), ({ index, free, quantity }, start) => {
      const { seats } = index.chart;
      const lost = seats.map((_, seat) => (seat + start) % seats.length).slice(0, quantity);
      const chosen = nearestEqual(index, (seat) => free[seat], lost);
      if (chosen === null) return;
      const zones = (list: number[]) => list.map((seat) => seats[seat].zone).toSorted();
      assert.deepEqual(zones(chosen), zones(lost));
      assert.ok(chosen.every((seat) => free[seat] && !lost.includes(seat)));
    }),
    { numRuns: 300 },
  );
});

Deno.test("in an arena with every second seat taken, a split choice is still made", () => {
  const index = indexChart(arena.chart());
  const positions = new Map(
    index.runs.flatMap((run) => run.map((seat, position) => [seat, position] as const)),
  );
  const chosen = bestAvailable(index, (seat) => (positions.get(seat) ?? 0) % 2 === 1, {
    zone: "lower",
    quantity: 4,
  });
  assert.equal(chosen?.length, 4);
  assert.equal(blockCount(index, chosen), 4);
});
