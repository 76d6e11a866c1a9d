/** By which clock a list of events in several places shows its times. */
import type { Words } from "@/lib/i18n/words.gen.ts";

/** The zone of a whole list, or null where each line is by its own venue's clock. */
export type ListClock = string | null;

/** The clock that a page's address asks for: with `times=venue` each venue's, otherwise the usual one. */
export function listClock(url: URL, usual: string): ListClock {
  return url.searchParams.get("times") === "venue" ? null : usual;
}

/** A zone by its place: "New York time", "UTC". */
export function clockName(timeZone: string, words: Pick<Words["admin"], "placeTime">): string {
  const place = timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ");
  return place === "UTC" ? place : words.placeTime({ place });
}
