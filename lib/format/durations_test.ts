import assert from "node:assert/strict";
import { formatDuration } from "./durations.ts";

Deno.test("a duration is said in hours and minutes, of days in days", () => {
  const words = (minutes: number, locale = "en") => formatDuration(minutes * 60_000, locale);
  assert.equal(words(130), "2 hr 10 min");
  assert.equal(words(120), "2 hr");
  assert.equal(words(45), "45 min");
  assert.equal(words(0), "");
  assert.equal(words(24 * 60), "24 hr");
  assert.equal(words(2.5 * 24 * 60), "3 days");
  assert.equal(words(130, "de"), "2 Std. 10 Min.");
});
