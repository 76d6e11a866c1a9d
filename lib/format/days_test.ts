import assert from "node:assert/strict";
import { dayOf, isSoon, startOfDay, weekendOf } from "./days.ts";

Deno.test("the day is the local one", () => {
  const instant = Date.parse("2026-11-27T23:30:00Z");
  assert.equal(dayOf(instant, "Europe/London"), "2026-11-27");
  assert.equal(dayOf(instant, "Asia/Tokyo"), "2026-11-28");
});

Deno.test("a day begins at midnight, or with the clock change that skips it", () => {
  const start = (day: string, timeZone: string) => new Date(startOfDay(day, timeZone)).toISOString();
  assert.equal(start("2026-11-28", "Asia/Tokyo"), "2026-11-27T15:00:00.000Z");
  assert.equal(start("2027-04-30", "Africa/Cairo"), "2027-04-29T22:00:00.000Z");
});

Deno.test("the weekend is the rest of Friday to Sunday", () => {
  const weekends = {
    "2026-11-23": ["2026-11-27", "2026-11-29"], // Monday
    "2026-11-27": ["2026-11-27", "2026-11-29"], // Friday
    "2026-11-28": ["2026-11-28", "2026-11-29"], // Saturday
    "2026-11-29": ["2026-11-29", "2026-11-29"], // Sunday
  };
  for (const [today, [from, to]] of Object.entries(weekends)) {
    assert.deepEqual(weekendOf(today), { from, to });
  }
});

Deno.test("an event is soon if it is today or this weekend at its venue", () => {
  const monday = Date.parse("2026-11-23T12:00:00Z");
  const soon = (startsAt: string) => isSoon(new Date(startsAt), "Europe/Berlin", monday);
  assert.equal(soon("2026-11-23T19:00:00Z"), true);
  assert.equal(soon("2026-11-23T23:30:00Z"), false, "after midnight in Berlin it is Tuesday");
  assert.equal(soon("2026-11-26T22:59:00Z"), false);
  assert.equal(soon("2026-11-26T23:00:00Z"), true, "midnight in Berlin begins Friday");
  assert.equal(soon("2026-11-29T22:59:00Z"), true);
  assert.equal(soon("2026-11-29T23:00:00Z"), false);
});
