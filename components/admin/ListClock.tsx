import { DateTime } from "@/components/layout/DateTime.tsx";
import { clockName, type ListClock } from "@/lib/format/list_clock.ts";

/** The label of a column of times: it names their zone once. */
export function timeLabel(label: string, clock: ListClock): string {
  return `${label} (${clock ? clockName(clock) : "venue’s time"})`;
}

/** Leads to the same list by the other clock; nothing where every line is in the list's own zone. */
export function ClockSwitch({ clock, timeZones, url }: { clock: ListClock; timeZones: string[]; url: URL }) {
  if (clock && timeZones.every((timeZone) => timeZone === clock)) return null;
  const query = new URLSearchParams(url.search);
  if (clock) query.set("times", "venue");
  else query.delete("times");
  return (
    <p class="small quiet no-print">
      {clock ? `Times are ${clockName(clock)}. ` : "Each time is its venue’s. "}
      <a href={`${url.pathname}?${query}`} aria-current="false">
        {clock ? "Show the times of each venue" : "Show all times by one clock"}
      </a>
    </p>
  );
}

/** A moment in a list by its clock; a line by its venue's own says which that is. */
export function ListTime({ at, timeZone, clock, locale }: {
  at: string;
  /** The venue's. */
  timeZone: string;
  clock: ListClock;
  locale: string;
}) {
  return (
    <>
      <DateTime at={at} timeZone={clock ?? timeZone} locale={locale} />
      {!clock && <span class="sub">{clockName(timeZone)}</span>}
    </>
  );
}
