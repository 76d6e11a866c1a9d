import type { ComponentChildren } from "preact";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { clockName, type ListClock } from "@/lib/format/list_clock.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

/** The label of a column of times; it names their time zone once. */
export function timeLabel(
  label: "dateBy" | "placedBy",
  clock: ListClock,
  words: Words["admin"],
): string {
  return words[label]({ clock: clock ? clockName(clock, words) : words.venueTime });
}

/** A link to the same list with times by the other clock; nothing where every row is in the list's own time zone. */
export function ClockSwitch({ clock, timeZones, url }: { clock: ListClock; timeZones: string[]; url: URL }) {
  if (clock && timeZones.every((timeZone) => timeZone === clock)) return null;
  const words = useWords("admin");
  const query = new URLSearchParams(url.search);
  if (clock) query.set("times", "venue");
  else query.delete("times");
  const link = (inner: ComponentChildren) => (
    <a href={`${url.pathname}?${query}`} aria-current="false">{inner}</a>
  );
  return (
    <p class="small quiet no-print">
      {clock
        ? words.timesOfOneClock({ clock: clockName(clock, words), link })
        : words.timesOfVenues({ link })}
    </p>
  );
}

/** A time in a list, by the list's clock; a row that uses its venue's zone names the zone. */
export function ListTime({ at, timeZone, clock }: {
  at: string;
  /** The venue's time zone. */
  timeZone: string;
  clock: ListClock;
}) {
  const words = useWords("admin");
  return (
    <>
      <DateTime at={at} timeZone={clock ?? timeZone} />
      {!clock && <span class="sub">{clockName(timeZone, words)}</span>}
    </>
  );
}
