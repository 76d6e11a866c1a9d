import assert from "node:assert/strict";
import { type Figure, formatTable, median, percentile, ratioOf, throughputSample } from "./figures.ts";
import { parseCpuTicks } from "./machine.ts";

const samples = (...values: number[]) => values.map((value) => ({ value }));

Deno.test("the median is the middle value, or the mean of the middle two", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

Deno.test("a percentile is a measured value", () => {
  assert.equal(percentile([1, 2, 3, 4], 0.5), 2);
  assert.equal(percentile([1, 2, 3, 4], 0.99), 4);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});

Deno.test("only completed work counts as throughput; rejections are reported separately", () => {
  const sample = throughputSample({
    durationMs: 2_000,
    statuses: { 201: 3, 409: 1 },
    latenciesMs: Float64Array.of(1, 2, 30),
  }, 8);
  assert.equal(sample.value, 1.5);
  assert.equal(sample.rejected, 1);
  assert.equal(sample.p99Ms, 30);
  assert.equal(sample.serverCpuMicrosEach, 2_000);
});

Deno.test("half the work per second is a ratio of one half, and so is twice the time", () => {
  const rate: Figure = { name: "rate", unit: "/s", product: samples(50), limit: samples(100) };
  assert.equal(ratioOf(rate), 0.5);
  assert.equal(ratioOf({ ...rate, unit: "ms", product: samples(200) }), 0.5);
});

Deno.test("the table has a row for each figure, with blanks where nothing was measured", () => {
  const table = formatTable([
    { name: "hold", unit: "/s", product: samples(1, 4000, 9000), limit: samples(8000), floor: 0.5, aim: 0.8 },
    { name: "start", unit: "ms", product: samples(900), limit: [], aim: "1,000 ms" },
  ]).split("\n");
  assert.equal(table.length, 4);
  assert.match(table[0], /^figure .* CPU each +CPU raw$/);
  assert.match(table[2], /^hold +4,000 \/s +8,000 \/s +0\.50 +0\.50 +0\.80$/);
  assert.match(table[3], /^start +900 ms +1,000 ms$/);
});

Deno.test("CPU time is read after a process name with spaces and brackets", () => {
  assert.equal(parseCpuTicks("7 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 30 12 0 0"), 42);
});
