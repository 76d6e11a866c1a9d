import assert from "node:assert/strict";
import { driveClock } from "@/lib/testing/driven_clock.ts";
import { throttle } from "./throttle.ts";

const REST_MS = 40;

/** A throttle on a manual clock, and how often its work has run. */
function throttled() {
  const clock = driveClock(REST_MS);
  let runs = 0;
  return { clock, runs: () => runs, throttle: throttle(() => runs++, REST_MS) };
}

Deno.test("a request runs at once, and those during the rest run once at its end", () => {
  const { clock: driven, runs, throttle } = throttled();
  using clock = driven;
  throttle.request();
  assert.equal(runs(), 1);
  throttle.request();
  throttle.request();
  assert.equal(runs(), 1);
  clock.advance(REST_MS);
  assert.equal(runs(), 2);
  clock.advance(REST_MS);
  throttle.request();
  assert.equal(runs(), 3);
});

Deno.test("when stopped, it says whether the work was still to run", () => {
  const { clock: driven, runs, throttle } = throttled();
  using clock = driven;
  throttle.request();
  throttle.request();
  assert.equal(throttle.stop(), true);
  clock.advance(REST_MS);
  assert.equal(runs(), 1);
  throttle.request();
  assert.equal(throttle.stop(), false);
});
