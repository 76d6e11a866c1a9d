import assert from "node:assert/strict";
import fc from "fast-check";
import { formatDate, instantOf, localDateTime, readLocalTime } from "./dates.ts";

const zones = fc.constantFrom(
  "Europe/Lisbon",
  "Europe/Warsaw",
  "America/New_York",
  "Asia/Tokyo",
  "Pacific/Apia",
);

Deno.test("a date is shown in the venue's local time", () => {
  const instant = new Date("2026-11-27T23:30:00Z");
  assert.equal(formatDate(instant, "en-GB", "Europe/Lisbon", "day"), "Fri, 27 Nov 2026");
  assert.equal(formatDate(instant, "en-GB", "Asia/Tokyo", "longDay"), "Saturday, 28 November 2026");
  assert.equal(formatDate(instant, "en-GB", "Asia/Tokyo", "time"), "8:30");
  assert.equal(formatDate(instant, "de-DE", "Europe/Berlin", "full"), "Samstag, 28. November 2026 um 0:30");
  assert.equal(formatDate(instant, "en-GB", "Europe/Lisbon", "short"), "Fri 27 Nov, 23:30");
});

Deno.test("an unambiguous local time converts to its instant and back", () => {
  const minutes = fc.integer({ min: 0, max: 60 * 24 * 3650 });
  fc.assert(fc.property(minutes, zones, (minute, zone) => {
    const instant = new Date(Date.UTC(2024, 0, 1) + minute * 60_000);
    const back = instantOf(localDateTime(instant, zone), zone);
    // In the hour that is repeated in autumn, the earlier reading is meant.
    assert.equal(localDateTime(back, zone), localDateTime(instant, zone));
    assert.ok([0, 3_600_000].includes(instant.getTime() - back.getTime()));
  }));
});

Deno.test("a local time that a clock change skips has a reading on each side of the change", () => {
  const time = readLocalTime("2027-03-28T02:30", "Europe/Berlin");
  assert.deepEqual(time, {
    kind: "skipped",
    readings: { earlier: new Date("2027-03-28T00:30Z"), later: new Date("2027-03-28T01:30Z") },
  });
  assert.equal(instantOf("2027-03-28T02:30", "Europe/Berlin").toISOString(), "2027-03-28T01:30:00.000Z");
});

Deno.test("a repeated local time has both readings", () => {
  const time = readLocalTime("2026-10-25T02:30", "Europe/Berlin");
  assert.deepEqual(time, {
    kind: "repeated",
    readings: { earlier: new Date("2026-10-25T00:30Z"), later: new Date("2026-10-25T01:30Z") },
  });
  assert.equal(instantOf("2026-10-25T02:30", "Europe/Berlin").toISOString(), "2026-10-25T00:30:00.000Z");
});

Deno.test("text that is not a date and time is rejected", () => {
  for (const text of ["soon", "2026-02-30T10:00", "2026-13-01T10:00", "2026-01-01T25:00", ""]) {
    assert.throws(() => readLocalTime(text, "Europe/Berlin"), RangeError, text);
  }
});
