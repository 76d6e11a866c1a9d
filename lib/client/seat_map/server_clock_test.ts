import assert from "node:assert/strict";
import { learnServerTime, serverNow } from "./server_clock.ts";

const HOUR_MS = 3_600_000;

Deno.test("the server's time is ours until there is a reading, then the furthest ahead of all readings", () => {
  assert.equal(serverNow(1_000), 1_000);
  // Our clock is an hour slow.
  learnServerTime(HOUR_MS + 2_000, 2_000);
  assert.equal(serverNow(3_000), HOUR_MS + 3_000);
  // A slow response makes the server's clock look behind.
  learnServerTime(HOUR_MS - 20_000, 4_000);
  assert.equal(serverNow(5_000), HOUR_MS + 5_000);
  learnServerTime(HOUR_MS + 5_000, 0);
  assert.equal(serverNow(6_000), HOUR_MS + 11_000);
});
