/** Converts between instants in UTC and the local times that people read and type, mostly in the venue's zone. */
import { dateInWords, type DateStyle } from "./date_words.ts";
import { instantsOf, utcOffset } from "./time_zones.ts";

/** An instant formatted for `locale`, in the local time of `timeZone` (a primary name). */
export function formatDate(instant: Date, locale: string, timeZone: string, style: DateStyle): string {
  return dateInWords(instant, utcOffset(timeZone, instant.getTime()), locale, style);
}

/** The local date and time in a zone, `YYYY-MM-DDTHH:MM`, as in a datetime-local input. */
export function localDateTime(instant: Date, timeZone: string): string {
  const local = instant.getTime() + utcOffset(timeZone, instant.getTime());
  return new Date(local).toISOString().slice(0, 16);
}

/** One of the two readings of a local time that a clock change skips or repeats. */
export type Reading = "earlier" | "later";

/** The meaning of a local time: one instant, or two candidates. */
export type LocalTime =
  | { instant: Date }
  | { kind: "skipped" | "repeated"; readings: Record<Reading, Date> };

/**
 * The meaning of a local date and time (`YYYY-MM-DDTHH:MM`) in a zone. When clocks go forward they skip an hour, so
 * that a time within it may mean an hour earlier or later; when they go back they repeat one.
 * @throws {RangeError} if the text is not a date and time.
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

/** The instant of a local date and time: the later reading of a skipped time, the earlier of a repeated one. */
export function instantOf(local: string, timeZone: string): Date {
  const time = readLocalTime(local, timeZone);
  return "instant" in time ? time.instant : time.readings[time.kind === "skipped" ? "later" : "earlier"];
}
