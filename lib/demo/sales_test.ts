import assert from "node:assert/strict";
import fc from "fast-check";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { cinema, club, studio } from "./halls/mod.ts";
import { seededRandom } from "./random.ts";
import { planSales } from "./sales.ts";

const halls = [cinema, club, studio].map((venue) => indexChart(venue.chart()));

Deno.test("no seat is sold twice, no blocked seat is sold, and nobody exceeds the limit", () => {
  const sale = fc.record({
    hall: fc.constantFrom(...halls),
    sold: fc.double({ min: 0, max: 1, noNaN: true }),
    buyers: fc.integer({ min: 1, max: 80 }),
    maxSeatsPerBuyer: fc.integer({ min: 4, max: 10 }),
    blockedSeats: fc.uniqueArray(fc.nat(59), { maxLength: 10 }),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(sale, ({ seed, ...sale }) => {
      const parties = planSales({ ...sale, random: seededRandom(seed) });
      const seats = parties.flatMap((party) => party.seats);
      assert.equal(new Set(seats).size, seats.length);
      assert.ok(seats.every((seat) => !sale.blockedSeats.includes(seat)));
      assert.ok(seats.length <= (sale.hall.chart.seatCount - sale.blockedSeats.length) * sale.sold);
      const perBuyer = Map.groupBy(parties, (party) => party.buyer);
      for (const [buyer, own] of perBuyer) {
        assert.ok(buyer < sale.buyers);
        assert.ok(own.flatMap((party) => party.seats).length <= sale.maxSeatsPerBuyer);
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("a hall with enough buyers can be sold out", () => {
  for (const hall of halls) {
    const sale = { hall, blockedSeats: [], sold: 1, buyers: 100, maxSeatsPerBuyer: 8 };
    const seats = planSales({ ...sale, random: seededRandom(7) }).flatMap((party) => party.seats);
    assert.equal(seats.length, hall.chart.seatCount);
  }
});

Deno.test("the same seed yields the same sale", () => {
  const plan = (seed: number) =>
    planSales({
      hall: halls[0],
      blockedSeats: [],
      sold: 0.5,
      buyers: 20,
      maxSeatsPerBuyer: 8,
      random: seededRandom(seed),
    });
  assert.deepEqual(plan(3), plan(3));
  assert.notDeepEqual(plan(3), plan(4));
});
