import { DateTime } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { AdminEvent } from "@/lib/events/admin_view.ts";
import { clockName, type ListClock } from "@/lib/format/list_clock.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import type { Column } from "./DataTable.tsx";
import { timeLabel } from "./ListClock.tsx";
import { SeatBar } from "./SeatBar.tsx";

/** The columns that tables of events share: date, title with place, and seats; `own` columns come before the seats. */
export function eventColumns<Row extends AdminEvent>(
  { clock, words, hrefOf }: {
    clock: ListClock;
    words: Words["admin"];
    hrefOf: (event: Row) => string;
  },
  own: Column<Row>,
): Column<Row>[] {
  return [
    {
      label: timeLabel("dateBy", clock, words),
      plain: true,
      cell: (event) => <DateCell event={event} clock={clock} />,
    },
    {
      label: words.title,
      kind: "head",
      cell: (event) => (
        <>
          <a href={hrefOf(event)}>
            <bdi>{event.title}</bdi>
          </a>
          <span class="sub">
            <VenueLocation venue={event.venue} />
          </span>
        </>
      ),
    },
    own,
    {
      label: words.seats,
      kind: "wide",
      plain: true,
      cell: (event) => <SeatBar event={event} />,
    },
  ];
}

/** When an event begins: the day, and below it the time, by the table's clock. A draft may have no date yet. */
function DateCell({ event, clock }: {
  event: { startsAt: string | null; venue: { timeZone: string } };
  clock: ListClock;
}) {
  const words = useWords("admin");
  const { startsAt, venue } = event;
  if (startsAt === null) return <span class="quiet">{words.noDateYet}</span>;
  const moment = { at: startsAt, timeZone: clock ?? venue.timeZone };
  const time = () => <DateTime {...moment} style="time" />;
  return (
    <>
      <DateTime {...moment} style="day" />
      <span class="sub">
        {clock ? time() : words.timeByClock({ time, clock: clockName(venue.timeZone, words) })}
      </span>
    </>
  );
}
