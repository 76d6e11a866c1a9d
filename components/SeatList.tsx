import { Price } from "@/components/Price.tsx";
import { formatCount } from "@/lib/events/counts.ts";
import type { MapEvent } from "@/lib/map/map_event.ts";
import { specialsOf } from "@/lib/map/words.ts";
import type { ListedRow, ListedSection } from "@/lib/seats/seat_list.ts";

/** The sections of a hall, and the seats of one of them to tick: choosing without the map. */
export function SeatList({ sections, chosen, rows, event, locale }: {
  sections: ListedSection[];
  /** The section whose seats are shown; null: none yet. */
  chosen: ListedSection | null;
  rows: ListedRow[];
  event: MapEvent;
  locale: string;
}) {
  const price = (zoneId: string) => event.zones.find(({ id }) => id === zoneId)?.price ?? 0;
  return (
    <section class="wide seat-list" id="list">
      <details open={chosen !== null && sections.length > 1}>
        <summary>
          <h2>Choose from a list of seats</h2>
        </summary>
        {sections.length > 1 && (
          <nav aria-label="Sections">
            <ul class="section-links">
              {sections.map((section) => (
                <li key={section.id}>
                  <a
                    href={`/events/${event.slug}?section=${encodeURIComponent(section.id)}#list`}
                    aria-current={section.id === chosen?.id ? "true" : undefined}
                  >
                    {section.name}
                    <span class="quiet small">
                      {section.left === 0 ? "sold out" : `${formatCount(section.left, locale)} left`},{" "}
                      <Price
                        amount={Math.min(...section.zones.map(price))}
                        currency={event.currency}
                        locale={locale}
                        from={section.zones.length > 1}
                        short
                      />
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {chosen && (
          <form method="post" class="form seat-rows">
            <input type="hidden" name="choice" value="seats" />
            <h3>{chosen.name}</h3>
            {rows.map(({ row, seats }) => (
              <fieldset key={row} class="seat-row">
                <legend>
                  Row {row}{" "}
                  <Price amount={price(seats[0].zone)} currency={event.currency} locale={locale} short />
                </legend>
                <div class="seat-boxes">
                  {seats.map(({ id, number, flags, status }) => (
                    <label key={id} class="seat-box" title={specialsOf(flags) || undefined}>
                      <input type="checkbox" name="seat" value={id} disabled={status !== "a"} />
                      <span>
                        <span class="visually-hidden">Seat</span> {number}
                        {flags.length > 0 && <span class="visually-hidden">, {specialsOf(flags)}</span>}
                      </span>
                    </label>
                  ))}
                </div>
              </fieldset>
            ))}
            <div>
              <button type="submit" class="button">Take these seats</button>
            </div>
          </form>
        )}
      </details>
    </section>
  );
}
