/** The times in a form, in the venue's local time. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { localDateTime, type Reading, readLocalTime } from "./dates.ts";
import { utcOffset } from "./time_zones.ts";

/** One of the two instants that a typed time may mean, for a radio button. */
export interface TimeReading {
  /** The value of the button, valid for this time only. */
  value: string;
  label: string;
}

/** A typed time that a clock change skips or repeats, with its readings. */
export interface AmbiguousTime {
  question: string;
  readings: TimeReading[];
}

/** The name of the form field with the chosen reading of a time. */
export function readingField(name: string): string {
  return `${name}.reading`;
}

function readingValue(reading: Reading, text: string): string {
  return `${reading} ${text}`;
}

/** The two form fields for an instant; both are empty without one. */
export function timeFields(name: string, instant: Date | null, timeZone: string): Record<string, string> {
  if (!instant) return { [name]: "", [readingField(name)]: "" };
  const text = localDateTime(instant, timeZone);
  const time = readLocalTime(text, timeZone);
  if ("instant" in time) return { [name]: text, [readingField(name)]: "" };
  const isLater = instant.getTime() >= time.readings.later.getTime();
  return { [name]: text, [readingField(name)]: readingValue(isLater ? "later" : "earlier", text) };
}

export type TypedTime =
  /** Null if left empty. Text that is not a time is returned unchanged, for the schema to reject. */
  | { ok: true; time: string | null }
  /** The time has two readings, and none was chosen. */
  | { ok: false };

/** Reads a typed time; one with two readings requires a choice between them. */
export function readTime(text: string | undefined, reading: string | undefined, timeZone: string): TypedTime {
  if (!text) return { ok: true, time: null };
  const time = localTime(text, timeZone);
  if (!time) return { ok: true, time: text };
  if ("instant" in time) return { ok: true, time: time.instant.toISOString() };
  const chosen = (["earlier", "later"] as const).find((side) => reading === readingValue(side, text));
  if (chosen) return { ok: true, time: time.readings[chosen].toISOString() };
  return { ok: false };
}

/** The choice to offer next to a time with two readings; null for any other time. */
export function ambiguityOf(
  text: string | undefined,
  timeZone: string,
  words: Words["eventForm"]["clocks"],
): AmbiguousTime | null {
  const time = text ? localTime(text, timeZone) : null;
  if (!text || !time || "instant" in time) return null;
  const reading = (side: Reading, label: string) => ({ value: readingValue(side, text), label });
  const { earlier, later } = time.readings;
  if (time.kind === "skipped") {
    return {
      question: words.forward({ time: clock(text) }),
      readings: [
        reading("earlier", clock(localDateTime(earlier, timeZone))),
        reading("later", clock(localDateTime(later, timeZone))),
      ],
    };
  }
  return {
    question: words.back({ time: clock(text) }),
    readings: [
      reading("earlier", words.first({ offset: offsetInWords(earlier, timeZone) })),
      reading("later", words.second({ offset: offsetInWords(later, timeZone) })),
    ],
  };
}

function localTime(text: string, timeZone: string) {
  try {
    return readLocalTime(text, timeZone);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** "02:30" of "2027-03-28T02:30". */
function clock(text: string): string {
  return text.slice(11, 16);
}

function offsetInWords(instant: Date, timeZone: string): string {
  const minutes = utcOffset(timeZone, instant.getTime()) / 60_000;
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}
