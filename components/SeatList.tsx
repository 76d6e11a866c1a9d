import { Price } from "@/components/Price.tsx";
import { formatCount } from "@/lib/events/counts.ts";
import { formatMoney } from "@/lib/events/money.ts";
import type { MapEvent } from "@/lib/map/map_event.ts";
import { specialsOf } from "@/lib/map/words.ts";
import type { ListedRow, ListedSection } from "@/lib/seats/seat_list.ts";

/** What the list of seats is asked for, as it stands in the form. */
export interface AskedSeats {
  words: string;
  /** Minor units; empty: any price. */
  priceMax: string;
  accessible: boolean;
  /** One of the hall's floors; empty: all. */
  level: string;
}

/**
 * The sections of a hall, and the seats of one of them to tick: choosing without the map. Of a hall with floors all are
 * drawn, each marked `data-level`, and those that are not asked for are hidden: `followFloors` shows and hides them.
 */
export function SeatList({ sections, floors, chosen, rows, asked, event, locale }: {
  sections: ListedSection[];
  /** To choose from; none in most halls. */
  floors: string[];
  /** The section whose seats are shown; null: none yet. */
  chosen: ListedSection | null;
  rows: ListedRow[];
  /** What the list is limited to; null: nothing. */
  asked: AskedSeats | null;
  event: MapEvent;
  locale: string;
}) {
  const price = (zoneId: string) => event.zones.find(({ id }) => id === zoneId)?.price ?? 0;
  return (
    <section class="wide seat-list" id="list">
      <details open={asked !== null || (chosen !== null && sections.length > 1)}>
        <summary>
          <h2>Choose from a list of seats</h2>
        </summary>
        <SeatSearch asked={asked} floors={floors} event={event} locale={locale} />
        {sections.length === 0 && (
          <p role="status">
            No free seat is like that. <a href={`/events/${event.slug}?section=#list`}>Show all</a>
          </p>
        )}
        {(sections.length > 1 || sections.length === 1 && !chosen) && (
          <nav aria-label="Sections">
            {levelsOf(sections, floors).map(({ floor, sections }) => (
              <div key={floor} class="section-level" data-level={floor} hidden={isHidden(floor, asked)}>
                {floor && <h3>{floor}</h3>}
                {sections.length === 0
                  ? <p class="quiet">No seats in rows to choose from here.</p>
                  : (
                    <SectionLinks
                      sections={sections}
                      chosen={chosen}
                      asked={asked}
                      event={event}
                      locale={locale}
                    />
                  )}
              </div>
            ))}
          </nav>
        )}
        {chosen && (
          <form method="post" class="form seat-rows" data-follows-map data-level={chosen.floor ?? ""}>
            <input type="hidden" name="choice" value="seats" />
            <h3>{chosen.name}</h3>
            {rows.map(({ row, seats }) => (
              <fieldset key={row} class="seat-row">
                <legend>
                  {row === "" ? "Seats at the table" : `Row ${row}`}{" "}
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

/** The sections floor by floor; those of none, if there are any, come first. */
function levelsOf(
  sections: ListedSection[],
  floors: string[],
): { floor: string; sections: ListedSection[] }[] {
  if (floors.length === 0) return [{ floor: "", sections }];
  const byFloor = Map.groupBy(sections, ({ floor }) => floor ?? "");
  const levels = byFloor.has("") ? ["", ...floors] : floors;
  return levels.map((floor) => ({ floor, sections: byFloor.get(floor) ?? [] }));
}

function isHidden(floor: string, asked: AskedSeats | null): boolean {
  return Boolean(asked?.level) && floor !== asked?.level;
}

/** Links to the seats of each section, with what is free in it and the price. */
function SectionLinks({ sections, chosen, asked, event, locale }: {
  sections: ListedSection[];
  chosen: ListedSection | null;
  asked: AskedSeats | null;
  event: MapEvent;
  locale: string;
}) {
  const price = (zoneId: string) => event.zones.find(({ id }) => id === zoneId)?.price ?? 0;
  return (
    <ul class="section-links">
      {sections.map((section) => (
        <li key={section.id}>
          <a
            href={`/events/${event.slug}?${sectionQuery(section, asked)}#list`}
            aria-current={section.id === chosen?.id}
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
  );
}

function sectionQuery({ id, floor }: ListedSection, asked: AskedSeats | null): URLSearchParams {
  const query = new URLSearchParams({ section: id });
  if (asked?.level && floor) query.set("level", floor);
  if (asked?.words) query.set("find", asked.words);
  if (asked?.priceMax) query.set("up-to", asked.priceMax);
  if (asked?.accessible) query.set("accessible", "on");
  return query;
}

/** A plain form that asks for the page again with fewer seats in the list. */
function SeatSearch({ asked, floors, event, locale }: {
  asked: AskedSeats | null;
  floors: string[];
  event: MapEvent;
  locale: string;
}) {
  const prices = [...new Set(event.zones.map(({ price }) => price))].toSorted((a, b) => a - b);
  return (
    <form
      method="get"
      action={`/events/${event.slug}#list`}
      class="seat-search"
      role="search"
      aria-label="Find in the list"
    >
      <div class="field">
        <label for="list-find">Section, row or seat</label>
        <input
          id="list-find"
          name="find"
          type="search"
          value={asked?.words}
          placeholder="Row C"
          autocomplete="off"
        />
      </div>
      <div class="field">
        <label for="list-price">Price</label>
        <select id="list-price" name="up-to">
          <option value="">any</option>
          {prices.map((price) => (
            <option key={price} value={price} selected={asked?.priceMax === String(price)}>
              up to {formatMoney(price, event.currency, locale, { short: true })}
            </option>
          ))}
        </select>
      </div>
      {floors.length > 0 && (
        <div class="field">
          <label for="list-level">Level</label>
          <select id="list-level" name="level" autocomplete="off">
            <option value="">any</option>
            {floors.map((floor) => <option key={floor} selected={floor === asked?.level}>{floor}</option>)}
          </select>
        </div>
      )}
      <label class="choice">
        <input type="checkbox" name="accessible" checked={asked?.accessible} /> Wheelchair places
      </label>
      <button type="submit" class="button">Show</button>
    </form>
  );
}
