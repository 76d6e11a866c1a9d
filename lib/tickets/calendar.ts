import type { BookingView } from "@/lib/bookings/queries.ts";
import { commaList, seatName } from "@/lib/charts/seats_in_words.ts";
import { changeSince, inWords } from "@/lib/events/changes.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { languageOf, wordsFor } from "@/lib/i18n/words.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { type ContentLine, icalFile, icalText, icalTime } from "./ical.ts";

/** How long the reminder precedes the doors, or the start if there is no door time. */
const REMINDER_HOURS = 3;

/**
 * The event of a booking as an iCalendar file (RFC 5545), in UTC. The entry's UID identifies the booking, and SEQUENCE
 * grows with each change to the booking or the event, so that opening a newer file updates the entry instead of adding
 * one. The entry is marked cancelled if the booking or the event is. `site` is the site's URL, `now` in milliseconds,
 * `locale` the reader's.
 */
export function calendarFile(
  booking: BookingView,
  event: EventRecord,
  { site, now, locale }: { site: string; now: number; locale: string },
): string {
  const isCancelled = booking.status !== "confirmed" || event.status === "cancelled";
  const link = `${site}/bookings/${booking.id}`;
  const words = wordsFor(locale);
  const { name, address, city } = event.venue;
  return icalFile([
    ["BEGIN", "VCALENDAR"],
    ["VERSION", "2.0"],
    ["PRODID", "-//Aisle//Tickets//EN"],
    ["CALSCALE", "GREGORIAN"],
    ["BEGIN", "VEVENT"],
    ["UID", `${booking.id}@${new URL(site).hostname}`],
    ["SEQUENCE", String(sequenceOf(booking, event, isCancelled))],
    ["DTSTAMP", icalTime(new Date(now))],
    ["LAST-MODIFIED", icalTime(lastModified(booking, event))],
    ["DTSTART", icalTime(event.startsAt)],
    ["DTEND", icalTime(event.endsAt)],
    ["SUMMARY", icalText(event.title)],
    ["LOCATION", icalText(commaList([name, address, city].filter(Boolean).map(isolated), words.seats))],
    [`DESCRIPTION;LANGUAGE=${languageOf(locale)}`, icalText(description(booking, event, locale, link))],
    ["URL", link],
    ["STATUS", isCancelled ? "CANCELLED" : "CONFIRMED"],
    ["TRANSP", isCancelled ? "TRANSPARENT" : "OPAQUE"],
    ...(isCancelled ? [] : reminder(event)),
    ["END", "VEVENT"],
    ["END", "VCALENDAR"],
  ]);
}

/** Grows with each write to the event, each returned seat, and the end of the booking. */
function sequenceOf(
  { status, returnedSeats }: BookingView,
  { revision }: EventRecord,
  isCancelled: boolean,
): number {
  return revision - 1 + returnedSeats.length + (isCancelled && status !== "confirmed" ? 1 : 0);
}

function lastModified({ updatedAt }: BookingView, event: EventRecord): Date {
  return new Date(Math.max(Date.parse(updatedAt), event.updatedAt.getTime()));
}

function description(booking: BookingView, event: EventRecord, locale: string, link: string): string {
  const words = wordsFor(locale);
  const change = changeSince(event.changes, new Date(booking.createdAt));
  return [
    change ? inWords(words.eventChange, change, locale).sentence : "",
    words.calendar.booking({ code: booking.code }),
    ...booking.seats.map((seat) => seatName(seat, words.seats)),
    link,
  ].filter(Boolean).join("\n");
}

function reminder({ title, doorsAt, startsAt }: EventRecord): ContentLine[] {
  const at = new Date((doorsAt ?? startsAt).getTime() - REMINDER_HOURS * 3_600_000);
  return [
    ["BEGIN", "VALARM"],
    ["ACTION", "DISPLAY"],
    ["DESCRIPTION", icalText(title)],
    ["TRIGGER;VALUE=DATE-TIME", icalTime(at)],
    ["END", "VALARM"],
  ];
}
