import assert from "node:assert/strict";
import { findPeak } from "./peak.ts";

/** A system that keeps up with this rate, and the rates that were tried. */
function systemOf(capacity: number) {
  const tried: number[] = [];
  return {
    tried,
    keepsUp(rate: number) {
      tried.push(rate);
      return Promise.resolve(rate <= capacity);
    },
  };
}

Deno.test("the rate is doubled up to the peak, then bisected", async () => {
  const system = systemOf(330);
  assert.equal(await findPeak(system.keepsUp, { first: 100, refinements: 2 }), 283);
  assert.deepEqual(system.tried, [100, 200, 400, 283, 336]);
});

Deno.test("a system that does not keep up with the first rate has no peak", async () => {
  assert.equal(await findPeak(systemOf(99).keepsUp, { first: 100, refinements: 2 }), null);
});
