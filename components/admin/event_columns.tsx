import { DateTime } from "@/components/layout/DateTime.tsx";
import { Place } from "@/components/layout/Place.tsx";
import type { AdminEvent } from "@/lib/events/admin_view.ts";
import { clockName, type ListClock } from "@/lib/format/list_clock.ts";
import type { Column } from "./DataTable.tsx";
import { timeLabel } from "./ListClock.tsx";
import { SeatBar } from "./SeatBar.tsx";

/** What tables of events have in common: the date, the title with its place, and the seats; `own` stands before the seats. */
export function eventColumns<Row extends AdminEvent>(
  { clock, locale, addressOf }: { clock: ListClock; locale: string; addressOf: (event: Row) => string },
  own: Column<Row>,
): Column<Row>[] {
  return [
    {
      label: timeLabel("Date", clock),
      plain: true,
      cell: (event) => <DateCell event={event} clock={clock} locale={locale} />,
    },
    {
      label: "Title",
      kind: "head",
      cell: (event) => (
        <>
          <a href={addressOf(event)}>
            <bdi>{event.title}</bdi>
          </a>
          <span class="sub">
            <Place parts={[event.venue.name, event.venue.city]} />
          </span>
        </>
      ),
    },
    own,
    {
      label: "Seats",
      kind: "wide",
      plain: true,
      cell: (event) => <SeatBar event={event} locale={locale} />,
    },
  ];
}

/** When an event begins: the day, and the time below it, by the table's clock. A draft may have no date yet. */
function DateCell({ event, clock, locale }: {
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
