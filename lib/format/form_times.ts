/** The times of a form: local ones, as clocks at the venue show them. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { localDateTime, type Reading, readLocalTime } from "./dates.ts";
import { utcOffset } from "./time_zones.ts";

/** One of the two instants that a typed time may mean, for a radio button. */
export interface TimeReading {
  /** What the button sends: it counts for this time only. */
  value: string;
  label: string;
}

/** A typed time that clocks leave out or show twice, and what it may mean. */
export interface AmbiguousTime {
  question: string;
  readings: TimeReading[];
}

/** The name of the form member that says which of two readings a time has. */
export function readingField(name: string): string {
  return `${name}.reading`;
}

function readingValue(reading: Reading, text: string): string {
  return `${reading} ${text}`;
}

/** The two members of a form that hold an instant; both are empty for none. */
export function timeFields(name: string, instant: Date | null, timeZone: string): Record<string, string> {
  if (!instant) return { [name]: "", [readingField(name)]: "" };
  const text = localDateTime(instant, timeZone);
  const time = readLocalTime(text, timeZone);
  if ("instant" in time) return { [name]: text, [readingField(name)]: "" };
  const isLater = instant.getTime() >= time.readings.later.getTime();
  return { [name]: text, [readingField(name)]: readingValue(isLater ? "later" : "earlier", text) };
}

export type TypedTime =
  /** Null: left empty. What is not a time stays as it is, for the schema to refuse. */
  | { ok: true; time: string | null }
  /** One with two readings, and no choice between them. */
  | { ok: false };

/** Reads a typed time; one with two readings needs the choice between them. */
export function readTime(text: string | undefined, reading: string | undefined, timeZone: string): TypedTime {
  if (!text) return { ok: true, time: null };
  const time = localTime(text, timeZone);
  if (!time) return { ok: true, time: text };
  if ("instant" in time) return { ok: true, time: time.instant.toISOString() };
  const chosen = (["earlier", "later"] as const).find((side) => reading === readingValue(side, text));
  if (chosen) return { ok: true, time: time.readings[chosen].toISOString() };
  return { ok: false };
}

/** The choice to offer next to a time that has two readings; null for every other. */
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
