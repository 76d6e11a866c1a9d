import assert from "node:assert/strict";
import { learnServerTime, serverNow } from "./server_clock.ts";

const HOUR_MS = 3_600_000;

Deno.test("the server's time is ours until it is known, and then the latest that it can be", () => {
  const isAbout = (expected: number) => assert.ok(Math.abs(serverNow() - expected) < 1_000);
  isAbout(Date.now());
  // Our clock is an hour slow.
  learnServerTime(Date.now() + HOUR_MS);
  isAbout(Date.now() + HOUR_MS);
  // An answer that was long on its way says less.
  learnServerTime(Date.now() + HOUR_MS - 20_000);
  isAbout(Date.now() + HOUR_MS);
  learnServerTime(HOUR_MS + 5_000, 0);
  isAbout(Date.now() + HOUR_MS + 5_000);
});
