import assert from "node:assert/strict";
import ICAL from "ical.js";
import type { BookingView } from "@/lib/bookings/queries.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { calendarFile } from "./calendar.ts";
import { booking, event } from "./testing.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const SITE = "https://aisle.test";

const fileOf = (booked: BookingView, of: EventRecord, now = NOW) =>
  calendarFile(booked, of, { site: SITE, now, locale: "en-GB" });

/** The lines of a file, unfolded (RFC 5545, 3.1). */
function lines(file: string): string[] {
  return file.replaceAll(/\r\n[ \t]/g, "").split("\r\n");
}

Deno.test("a calendar file has the event in UTC, its location, and the booking's seats and URL", () => {
  const file = lines(fileOf(booking, event));
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
  const description = file.find((line) => line.startsWith("DESCRIPTION;LANGUAGE=en:Booking"));
  assert.ok(
    description?.includes(
      "K7QX-2MVD\\nParterre\\, row C\\, seat 12\\nParterre\\, row C\\, seat 13\\nFloor\\n",
    ),
  );
});

Deno.test("a moved event updates its entry instead of adding one", () => {
  const uid = (file: string) => lines(file).find((line) => line.startsWith("UID:"));
  const moved = {
    ...event,
    startsAt: new Date("2026-12-05T19:00:00Z"),
    endsAt: new Date("2026-12-05T21:30:00Z"),
  };
  const first = uid(fileOf(booking, event));
  assert.equal(first, `UID:${booking.id}@aisle.test`);
  assert.equal(uid(fileOf(booking, moved, NOW + 1)), first);
});

Deno.test("text in a calendar file can't inject a line", () => {
  const title = "Ł".repeat(200) + "\nBEGIN:VALARM";
  const file = fileOf(booking, { ...event, title });
  assert.equal(lines(file).filter((line) => line === "BEGIN:VALARM").length, 1);
  assert.ok(file.endsWith("END:VCALENDAR\r\n"));
});

/** Reads properties of a file's event with a strict parser. */
function parsed(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const event = calendar.getFirstSubcomponent("vevent");
  assert.ok(event);
  return (name: string) => event.getFirstPropertyValue(name)?.toString();
}

Deno.test("each change to the event, each returned seat and the end of the booking increment the sequence", () => {
  const [seat, ...seats] = booking.seats;
  const states: [BookingView, EventRecord][] = [
    [booking, event],
    [booking, { ...event, revision: 2 }],
    [{ ...booking, seats, returnedSeats: [seat] }, { ...event, revision: 2 }],
    [{ ...booking, seats, returnedSeats: [seat], status: "cancelled" }, { ...event, revision: 2 }],
  ];
  const sequences = states.map((state) => Number(parsed(fileOf(...state))("sequence")));
  assert.deepEqual(sequences, [0, 1, 2, 3]);
});

Deno.test("the last modification is the later one of the event and the booking", () => {
  const modified = (of: EventRecord) => parsed(fileOf(booking, of))("last-modified");
  assert.equal(modified(event), "2026-11-22T10:00:05Z");
  assert.equal(modified({ ...event, updatedAt: new Date("2026-11-23T09:00:00Z") }), "2026-11-23T09:00:00Z");
});

Deno.test("a cancelled booking or event is cancelled in the calendar, without a reminder", () => {
  const cancelled: [BookingView, EventRecord][] = [
    [{ ...booking, status: "cancelled" }, event],
    [{ ...booking, status: "refunded", seats: [], returnedSeats: booking.seats }, event],
    [booking, { ...event, status: "cancelled" }],
  ];
  for (const state of cancelled) {
    const file = fileOf(...state);
    assert.equal(parsed(file)("status"), "CANCELLED");
    assert.equal(parsed(file)("uid"), parsed(fileOf(booking, event))("uid"));
    assert.ok(!file.includes("VALARM"));
  }
});

Deno.test("lines are folded to 75 octets between characters, and a parser restores the text", () => {
  for (const title of ["Ł".repeat(200), "東京".repeat(90), "🎻🎺".repeat(60), "a; b, c \\ d\ne"]) {
    const file = fileOf(booking, { ...event, title });
    for (const line of file.split("\r\n")) {
      assert.ok(new TextEncoder().encode(line).length <= 75, line);
      assert.ok(line.isWellFormed());
    }
    assert.equal(parsed(file)("summary"), title);
  }
});

Deno.test("a calendar file is in its reader's language, and declares it", () => {
  const german = calendarFile(booking, event, { site: SITE, now: NOW, locale: "de-AT" });
  const description = new ICAL.Component(ICAL.parse(german)).getFirstSubcomponent("vevent")
    ?.getFirstProperty("description");
  assert.equal(description?.getFirstParameter("language"), "de");
  assert.match(String(description?.getFirstValue()), /^Buchung K7QX-2MVD\n/);
  assert.equal(parsed(german)("summary"), event.title);
});

Deno.test("the calendar shows that an event was moved after it was booked", () => {
  const venue = { name: "Teatr Wielki", city: "Łódź", timeZone: "Europe/Warsaw" };
  const became = {
    startsAt: "2026-12-04T19:00:00Z",
    endsAt: "2026-12-04T21:30:00Z",
    doorsAt: null,
    chartId: event.chartId,
    hall: "Teatr Wielki",
    venue,
  };
  const was = { ...became, startsAt: "2026-12-03T19:00:00Z", endsAt: "2026-12-03T21:30:00Z" };
  const moved = { ...event, changes: [{ at: "2026-11-23T00:00:00Z", was, became, cancelUntil: null }] };
  assert.match(
    parsed(fileOf(booking, moved))("description") ?? "",
    /^Moved from Thursday,? 3 December 2026 at 20:00 to Friday,? 4 December 2026 at 20:00\nBooking/,
  );
  const later = { ...booking, createdAt: "2026-11-24T00:00:00Z" };
  assert.match(parsed(fileOf(later, moved))("description") ?? "", /^Booking/);
});
