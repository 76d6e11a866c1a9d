/** Formats dates. Used on the server and in islands, so it contains no time zone data. */

/**
 * `day`: "Fri, 27 Nov 2026"; `longDay`: "Friday, 27 November 2026"; `time`: "20:00"; `full`: the long day and time;
 * `short`: "Fri 27 Nov, 20:00"; and the parts of a date block, `weekday`: "Fri", `dayOfMonth`: "27", `month`: "Nov",
 * `monthOfYear`: "Nov 2026".
 */
export type DateStyle =
  | "day"
  | "longDay"
  | "time"
  | "full"
  | "short"
  | "weekday"
  | "dayOfMonth"
  | "month"
  | "monthOfYear";

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
  monthOfYear: { month: "short", year: "numeric" },
};

/** Locales come from requests, so the cache of formatters is bounded. */
const FORMATTERS_MAX = 400;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A date and time formatted for `locale`, on a clock that is `utcOffset` milliseconds ahead of UTC. */
export function dateInWords(instant: Date, utcOffset: number, locale: string, style: DateStyle): string {
  const key = `${locale} ${style}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    if (formatters.size >= FORMATTERS_MAX) formatters.clear();
    formatter = new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone: "UTC" });
    formatters.set(key, formatter);
  }
  return formatter.format(instant.getTime() + utcOffset);
}
