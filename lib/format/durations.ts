/** How long something takes, as people say it. */
import { BoundedMap } from "@/lib/bounded_map.ts";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

type Unit = "day" | "hour" | "minute";

/** Locales come from requests, so they are bounded. */
const formatters = new BoundedMap<string, Intl.NumberFormat>(200);

/** "2 hr 10 min"; of more than a day only whole days, "3 days". Empty where there is nothing to say. */
export function formatDuration(ms: number, locale: string): string {
  const minutes = Math.round(ms / MINUTE_MS);
  const parts: [number, Unit][] = minutes > DAY_MINUTES
    ? [[Math.ceil(minutes / DAY_MINUTES), "day"]]
    : [[Math.floor(minutes / HOUR_MINUTES), "hour"], [minutes % HOUR_MINUTES, "minute"]];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => inUnit(count, unit, locale)).join(" ");
}

function inUnit(count: number, unit: Unit, locale: string): string {
  const key = `${locale} ${unit}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatters.set(
      key,
      formatter = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }),
    );
  }
  return formatter.format(count);
}

/** A length of time in its largest whole unit, such as `3 minutes`. */
export function inLargestUnit(seconds: number): string {
  const [value, unit] = seconds < 60
    ? [seconds, "second"]
    : seconds < 3_600
    ? [seconds / 60, "minute"]
    : seconds < 86_400
    ? [seconds / 3_600, "hour"]
    : [seconds / 86_400, "day"];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(value));
}
