import assert from "node:assert/strict";
import fc from "fast-check";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { seededRandom } from "@/lib/demo/random.ts";
import { blockChart } from "../charts.ts";
import { Chooser, planBuyers } from "./buyers.ts";

Deno.test("buyers of every kind arrive in order, within the time, in groups of one to six", () => {
  const buyers = planBuyers(5_000, 10_000, seededRandom(1));
  const arrivals = buyers.map(({ arrivesAtMs }) => arrivesAtMs);
  assert.deepEqual(arrivals, arrivals.toSorted((a, b) => a - b));
  assert.ok(arrivals[0] >= 0 && arrivals[4_999] < 10_000);
  assert.deepEqual([...new Set(buyers.map(({ seats }) => seats))].sort(), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...new Set(buyers.map(({ card }) => card))].sort(), [
    "declined",
    "declined, then good",
    "good",
  ]);
  const givingUp = buyers.filter(({ givesUp }) => givesUp).length;
  assert.ok(givingUp > 300 && givingUp < 500, `${givingUp} of 5,000 give up`);
});

Deno.test("the same seed makes the same buyers", () => {
  const plan = (seed: number) => planBuyers(50, 1_000, seededRandom(seed));
  assert.deepEqual(plan(7), plan(7));
  assert.notDeepEqual(plan(7), plan(8));
});

const hall = indexChart(blockChart(200));
const chooser = new Chooser(hall);

Deno.test("a choice has the requested number of distinct free seats, or is null if there are fewer", () => {
  const statuses = fc.array(fc.constantFrom("a", "h", "b"), { minLength: 200, maxLength: 200 });
  fc.assert(fc.property(statuses, fc.integer({ min: 1, max: 6 }), fc.nat(), (letters, quantity, seed) => {
    const chosen = chooser.choose(letters.join(""), quantity, seededRandom(seed));
    const free = letters.filter((letter) => letter === "a").length;
    if (free < quantity) return assert.equal(chosen, null);
    assert.ok(chosen);
    assert.equal(new Set(chosen).size, quantity);
    assert.ok(chosen.every((seat) => letters[seat] === "a"));
  }));
});

Deno.test("in an empty hall a group sits side by side, near the best point", () => {
  const empty = "a".repeat(200);
  for (let seed = 0; seed < 100; seed++) {
    const chosen = chooser.choose(empty, 4, seededRandom(seed))!.sort((a, b) => a - b);
    assert.deepEqual(chosen, Array.from({ length: 4 }, (_, n) => chosen[0] + n));
  }
  const distance = (seats: number[]) => seats.reduce((sum, seat) => sum + hall.distances[seat], 0);
  const chosen = Array.from({ length: 100 }, (_, seed) => chooser.choose(empty, 1, seededRandom(seed))![0]);
  assert.ok(distance(chosen) < distance(Array.from({ length: 100 }, (_, n) => n * 2)) * 0.8);
});
