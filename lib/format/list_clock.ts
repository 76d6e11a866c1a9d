/** The time zone in which a list of events in several places shows its times. */
import type { Words } from "@/lib/i18n/words.gen.ts";

/** The zone of a whole list, or null if each line uses its venue's local time. */
export type ListClock = string | null;

/** The clock that a page's URL selects: with `times=venue` each venue's, otherwise the usual one. */
export function listClock(url: URL, usual: string): ListClock {
  return url.searchParams.get("times") === "venue" ? null : usual;
}

/** A zone's name after its city, such as "New York time"; "UTC" for UTC. */
export function clockName(timeZone: string, words: Pick<Words["admin"], "placeTime">): string {
  const place = timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ");
  return place === "UTC" ? place : words.placeTime({ place });
}
