/** Instants are UTC; what people read and type is local time in the venue's zone. */

/**
 * `day`: "Fri, 27 Nov 2026"; `longDay`: "Friday, 27 November 2026"; `time`: "20:00"; `full`: the long day and time;
 * `short`: "Fri 27 Nov, 20:00"; and the parts of a date block, `weekday`: "Fri", `dayOfMonth`: "27", `month`: "Nov".
 */
export type DateStyle = "day" | "longDay" | "time" | "full" | "short" | "weekday" | "dayOfMonth" | "month";

const SHORT_DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
const LONG_DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const TIME = { hour: "numeric", minute: "2-digit" } as const;

const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: SHORT_DAY,
  longDay: LONG_DAY,
  time: TIME,
  full: { ...LONG_DAY, ...TIME },
  short: { weekday: "short", day: "numeric", month: "short", ...TIME },
  weekday: { weekday: "short" },
  dayOfMonth: { day: "numeric" },
  month: { month: "short" },
};

/** Locales come from requests, so the cache of formatters is bounded. */
const FORMATTERS_MAX = 400;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** An instant in words of `locale`, as clocks in `timeZone` (an IANA name) show it. */
export function formatDate(instant: Date, locale: string, timeZone: string, style: DateStyle): string {
  const key = `${locale} ${timeZone} ${style}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    if (formatters.size >= FORMATTERS_MAX) formatters.clear();
    formatter = new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone });
    formatters.set(key, formatter);
  }
  return formatter.format(instant);
}

/** Local date and time in a zone, `YYYY-MM-DDTHH:MM`: what an input of type datetime-local holds. */
export function localDateTime(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: "minute" });
}

/**
 * The instant of a local date and time (`YYYY-MM-DDTHH:MM`) in a zone. A time that a clock change leaves out is moved on
 * by the change; of one that comes twice, the first is meant. Throws RangeError when the text is not a date and time.
 */
export function instantOf(local: string, timeZone: string): Date {
  return new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds);
}

/** Whether a text is an IANA time zone that Intl knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    // Offsets such as +02:00 are accepted by Intl, but are no place with its clock changes.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
