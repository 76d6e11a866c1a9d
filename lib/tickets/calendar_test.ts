import assert from "node:assert/strict";
import { calendarFile } from "./calendar.ts";
import { booking, event } from "./testing.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const SITE = "https://aisle.test";

/** The lines of a file, with those that were folded joined again (RFC 5545, 3.1). */
function lines(file: string): string[] {
  return file.replaceAll(/\r\n[ \t]/g, "").split("\r\n");
}

Deno.test("a calendar file has the event in UTC, where it is, and the booking's seats and address", () => {
  const file = lines(calendarFile(booking, event, SITE, NOW));
  for (
    const line of [
      "BEGIN:VCALENDAR",
      "SUMMARY:Pieśni nocy",
      "DTSTAMP:20261122T120000Z",
      "DTSTART:20261204T190000Z",
      "DTEND:20261204T213000Z",
      "LOCATION:Teatr Wielki\\, plac Dąbrowskiego 1\\, Łódź",
      `URL:${SITE}/bookings/${booking.id}`,
      "STATUS:CONFIRMED",
      "TRIGGER;VALUE=DATE-TIME:20261204T150000Z",
      "END:VCALENDAR",
    ]
  ) assert.ok(file.includes(line), `${line}\nis not in\n${file.join("\n")}`);
  const description = file.find((line) => line.startsWith("DESCRIPTION:Booking"));
  assert.ok(
    description?.includes(
      "K7QX-2MVD\\nParterre\\, row C\\, seat 12\\nParterre\\, row C\\, seat 13\\nFloor\\n",
    ),
  );
});

Deno.test("an event that was moved changes its entry instead of adding one", () => {
  const uid = (file: string) => lines(file).find((line) => line.startsWith("UID:"));
  const moved = {
    ...event,
    startsAt: new Date("2026-12-05T19:00:00Z"),
    endsAt: new Date("2026-12-05T21:30:00Z"),
  };
  const first = uid(calendarFile(booking, event, SITE, NOW));
  assert.equal(first, `UID:${booking.id}@aisle.test`);
  assert.equal(uid(calendarFile(booking, moved, SITE, NOW + 1)), first);
});

Deno.test("no line of a calendar file is longer than a reader must take, and no text can begin a line of its own", () => {
  const title = "Ł".repeat(200) + "\nBEGIN:VALARM";
  const file = calendarFile(booking, { ...event, title }, SITE, NOW);
  assert.equal(lines(file).filter((line) => line === "BEGIN:VALARM").length, 1);
  assert.ok(file.endsWith("END:VCALENDAR\r\n"));
});
