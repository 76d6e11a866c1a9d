/** Counts as people write them. */
import { BoundedMap } from "@/lib/bounded_map.ts";

/** Making a formatter takes a hundred times as long as using it; locales come from requests, so they are bounded. */
const formatters = new BoundedMap<string, Intl.NumberFormat>(200);

/** A whole number with its thousands set apart, such as "12,000". */
export function formatCount(count: number, locale: string): string {
  let formatter = formatters.get(locale);
  if (!formatter) formatters.set(locale, formatter = new Intl.NumberFormat(locale));
  return formatter.format(count);
}
