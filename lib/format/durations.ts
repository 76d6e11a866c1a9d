/** Formats durations for people. */
import { BoundedMap } from "@/lib/bounded_map.ts";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

type Unit = "day" | "hour" | "minute" | "second";

/** Locales come from requests, so the cache is bounded. */
const formatters = new BoundedMap<string, Intl.NumberFormat>(200);

/** For example "2 hr 10 min", or "3 days" for more than a day. Empty for less than half a minute. */
export function formatDuration(ms: number, locale: string): string {
  const minutes = Math.round(ms / MINUTE_MS);
  const parts: [number, Unit][] = minutes > DAY_MINUTES
    ? [[Math.ceil(minutes / DAY_MINUTES), "day"]]
    : [[Math.floor(minutes / HOUR_MINUTES), "hour"], [minutes % HOUR_MINUTES, "minute"]];
  return parts.filter(([count]) => count > 0)
    .map(([count, unit]) => inUnit(count, unit, locale, "short")).join(" ");
}

/** A duration in its largest whole unit, such as `3 minutes`. */
export function inLargestUnit(seconds: number, locale: string): string {
  return inUnit(...largestUnit(seconds), locale, "long");
}

/** How long ago something was, in the largest whole unit, such as `3 minutes ago`. */
export function timeAgo(seconds: number, locale: string): string {
  const [value, unit] = largestUnit(seconds);
  return new Intl.RelativeTimeFormat(locale).format(-value, unit);
}

function largestUnit(seconds: number): [value: number, unit: Unit] {
  if (seconds < 60) return [Math.floor(seconds), "second"];
  if (seconds < 3_600) return [Math.floor(seconds / 60), "minute"];
  if (seconds < 86_400) return [Math.floor(seconds / 3_600), "hour"];
  return [Math.floor(seconds / 86_400), "day"];
}

function inUnit(count: number, unit: Unit, locale: string, unitDisplay: "short" | "long"): string {
  const key = `${locale} ${unit} ${unitDisplay}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatters.set(key, formatter = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay }));
  }
  return formatter.format(count);
}
