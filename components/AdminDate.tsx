import { DateTime } from "@/components/DateTime.tsx";
import { clockName, type ListClock } from "@/lib/events/list_clock.ts";

/** When an event begins, in a table: the day, and the time below it, by the table's clock. */
export function AdminDate({ event, clock, locale }: {
  event: { startsAt: string; venue: { timeZone: string } };
  clock: ListClock;
  locale: string;
}) {
  const { startsAt, venue } = event;
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
