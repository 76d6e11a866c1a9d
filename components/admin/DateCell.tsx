import { DateTime } from "@/components/layout/DateTime.tsx";
import { clockName, type ListClock } from "@/lib/format/list_clock.ts";

/** When an event begins, in a table: the day, and the time below it, by the table's clock. A draft may have no date yet. */
export function DateCell({ event, clock, locale }: {
  event: { startsAt: string | null; venue: { timeZone: string } };
  clock: ListClock;
  locale: string;
}) {
  const { startsAt, venue } = event;
  if (startsAt === null) return <span class="quiet">No date yet</span>;
  const moment = { at: startsAt, timeZone: clock ?? venue.timeZone, locale };
  return (
    <>
      <DateTime {...moment} style="day" />
      <span class="sub">
        <DateTime {...moment} style="time" />
        {!clock && ` ${clockName(venue.timeZone)}`}
      </span>
    </>
  );
}
