import assert from "node:assert/strict";
import { drawSeats } from "./chart.ts";
import { busiestSecond, describeSale, type SaleReport, soldOutAt } from "./report.ts";

const moments = [
  { atMs: 0, available: 4, held: 0, booked: 0 },
  { atMs: 100, available: 0, held: 4, booked: 0 },
  { atMs: 200, available: 2, held: 0, booked: 2 },
  { atMs: 300, available: 0, held: 0, booked: 4 },
];

Deno.test("a hall is taken when its last seat is held, and booked when no seat is held any more", () => {
  assert.deepEqual(soldOutAt({ moments }), { taken: 100, booked: 300 });
  assert.deepEqual(soldOutAt({ moments: moments.slice(0, 1) }), { taken: null, booked: null });
});

Deno.test("the busiest second counts events less than a second apart", () => {
  assert.equal(busiestSecond([]), 0);
  assert.equal(busiestSecond([0, 1_000, 2_000]), 1);
  assert.equal(busiestSecond([2_500, 0, 999, 1_000, 1_500, 1_998]), 4);
});

Deno.test("the curve has a layer for each status, and adds up to all seats", () => {
  const svg = drawSeats("Four seats", moments, 400);
  assert.deepEqual([...svg.matchAll(/<title>(\w+)<\/title>/g)].map(([, name]) => name), [
    "available",
    "held",
    "booked",
  ]);
  assert.match(svg, /aria-label="Four seats"/);
  const [top] = svg.match(/<path d="M56 376V48\.0H[^Z]*Z"/) ?? [];
  assert.ok(top, "the uppermost layer does not fill the plot from the first moment");
});

Deno.test("a report has the sale's times, outcomes and violations", () => {
  const report: SaleReport = {
    buyers: 5,
    withinMs: 1_000,
    seats: 4,
    seed: 1,
    moments,
    outcomes: { booked: 2, "sold out": 3 },
    apart: false,
    blind: false,
    guests: false,
    cpuSeconds: { program: 1.25, load: 0.5 },
    refusals: { "seats-unavailable": 1 },
    confirmedAtMs: [200, 300],
    times: { hold: { count: 3, p50Ms: 1.25, p99Ms: 20.4, maxMs: 21 } },
    failures: [],
    violations: [],
  };
  const text = describeSale(report);
  for (
    const part of [
      "after 0.1 s",
      "after 0.3 s",
      "2 confirmed",
      "2 booked, 3 sold out",
      "program 1.3 s, load 0.5 s",
      "0 violations",
    ]
  ) {
    assert.ok(text.includes(part), `${part} in\n${text}`);
  }
  assert.ok(describeSale({ ...report, violations: ["a seat is in two live bookings"] }).includes("two live"));
});
