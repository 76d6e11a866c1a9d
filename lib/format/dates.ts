/** Instants are UTC; what people read and type is local time, mostly in the venue's zone. */
import { dateInWords, type DateStyle } from "./date_words.ts";
import { instantsOf, utcOffset } from "./time_zones.ts";

/** An instant in words of `locale`, as clocks in `timeZone` (a primary name) show it. */
export function formatDate(instant: Date, locale: string, timeZone: string, style: DateStyle): string {
  return dateInWords(instant, utcOffset(timeZone, instant.getTime()), locale, style);
}

/** Local date and time in a zone, `YYYY-MM-DDTHH:MM`: what an input of type datetime-local holds. */
export function localDateTime(instant: Date, timeZone: string): string {
  const local = instant.getTime() + utcOffset(timeZone, instant.getTime());
  return new Date(local).toISOString().slice(0, 16);
}

/** Of a local time that clocks leave out or show twice, one of its two readings. */
export type Reading = "earlier" | "later";

/** What a local time means: one instant, or two that it may be. */
export type LocalTime =
  | { instant: Date }
  | { kind: "skipped" | "repeated"; readings: Record<Reading, Date> };

/**
 * What a local date and time (`YYYY-MM-DDTHH:MM`) means in a zone. Clocks that go forward leave an hour out, whose times
 * may be an hour too early or too late; those that go back show one twice.
 * @throws {RangeError} when the text is not a date and time.
 */
export function readLocalTime(text: string, timeZone: string): LocalTime {
  const local =
    Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime("UTC").epochMilliseconds;
  const { instants, around: [earlier, later] } = instantsOf(timeZone, local);
  if (instants.length === 1) return { instant: new Date(instants[0]) };
  return {
    kind: instants.length === 0 ? "skipped" : "repeated",
    readings: { earlier: new Date(earlier), later: new Date(later) },
  };
}

/** The instant of a local date and time; of two readings, the later of a time left out, the earlier of one shown twice. */
export function instantOf(local: string, timeZone: string): Date {
  const time = readLocalTime(local, timeZone);
  return "instant" in time ? time.instant : time.readings[time.kind === "skipped" ? "later" : "earlier"];
}
