import assert from "node:assert/strict";
import { formatDuration, inLargestUnit, timeAgo } from "./durations.ts";

Deno.test("a duration is in hours and minutes, or in days if it is longer than one", () => {
  const words = (minutes: number, locale = "en") => formatDuration(minutes * 60_000, locale);
  assert.equal(words(130), "2 hr 10 min");
  assert.equal(words(120), "2 hr");
  assert.equal(words(45), "45 min");
  assert.equal(words(0), "");
  assert.equal(words(24 * 60), "24 hr");
  assert.equal(words(2.5 * 24 * 60), "3 days");
  assert.equal(words(130, "de"), "2 Std. 10 Min.");
});

Deno.test("durations are rounded down to their largest unit", () => {
  const lengths = [1, 59.9, 60, 3_599, 3_600, 86_400 * 2];
  assert.deepEqual(lengths.map((seconds) => inLargestUnit(seconds, "en")), [
    "1 second",
    "59 seconds",
    "1 minute",
    "59 minutes",
    "1 hour",
    "2 days",
  ]);
  assert.equal(inLargestUnit(7_300, "de"), "2 Stunden");
  assert.equal(timeAgo(7_300, "en"), "2 hours ago");
  assert.equal(timeAgo(7_300, "de"), "vor 2 Stunden");
});
