import { DateTime } from "@/components/DateTime.tsx";

/** When an event begins, in a table: the day, and the time below it. */
export function AdminDate({ event, locale }: {
  event: { startsAt: string; venue: { timeZone: string } };
  locale: string;
}) {
  const moment = { at: event.startsAt, timeZone: event.venue.timeZone, locale };
  return (
    <>
      <DateTime {...moment} style="day" />
      <span class="sub">
        <DateTime {...moment} style="time" />
      </span>
    </>
  );
}
