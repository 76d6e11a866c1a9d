import type { ComponentChildren } from "preact";
import { Price, PriceFrom } from "@/components/layout/Price.tsx";
import { hidden } from "@/components/layout/hidden.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";
import { featureLabels } from "@/lib/client/seat_map/labels.ts";
import { formatMoney } from "@/lib/format/money.ts";
import type { ListedSection } from "@/lib/seats/seat_list.ts";
import type { ListPage, ListSearch, SeatListPage } from "@/lib/seats/seat_list_page.ts";

/**
 * The sections of a hall, and the seats of one of them with checkboxes: choosing without the map. All floors of a hall
 * are rendered, each marked `data-level`, and those not chosen are hidden: `followFloors` shows and hides them. Long
 * lists are paginated.
 */
export function SeatList({ sections, floors, chosen, rows, search, event }: SeatListPage & {
  event: MapEvent;
}) {
  const words = useWords("seatMap");
  const mapWords = { seatChoice: useWords("seatChoice"), seats: useWords("seats") };
  const price = (zoneId: string) => event.zones.find(({ id }) => id === zoneId)?.price ?? 0;
  const isSingle = sections.names.length <= 1 && sections.items.length === 1;
  const nameRow = (row: string, price: () => ComponentChildren) =>
    row === "" ? words.seatsAtTable({ price }) : words.row({ row, price });
  const isLaterPage = sections.number > 1 || rows.number > 1;
  const href = (id: string, page?: number) => `/events/${event.slug}?${listQuery(id, search, page)}#list`;
  return (
    <section class="wide seat-list" id="list">
      <details open={search !== null || isLaterPage || (chosen !== null && !isSingle)}>
        <summary>
          <h2>{words.chooseFromList}</h2>
        </summary>
        <SeatSearch search={search} floors={floors} event={event} />
        {sections.items.length === 0 && (
          <p role="status">
            {words.noFreeSeatLikeThat({
              link: (inner) => (
                <a href={`/events/${event.slug}?section=#list`} aria-current="false">{inner}</a>
              ),
            })}
          </p>
        )}
        {sections.items.length > 0 && !(isSingle && chosen) && (
          <nav aria-label={words.sections}>
            {sectionsByFloor(sections, floors).map(({ floor, sections }) => (
              <div key={floor} class="section-floor" data-level={floor} hidden={isHidden(floor, search)}>
                {floor && <h3>{floor}</h3>}
                {sections.length === 0 ? <p class="quiet">{words.noRowsHere}</p> : (
                  <SectionLinks
                    sections={sections}
                    chosen={chosen}
                    search={search}
                    event={event}
                  />
                )}
              </div>
            ))}
            <PageLinks {...sections} label={words.moreSections} hrefOf={(page) => href("", page)} />
          </nav>
        )}
        {chosen && (
          <form method="post" class="form seat-rows" data-follows-map data-level={chosen.floor ?? ""}>
            <input type="hidden" name="choice" value="seats" />
            <h3 dir="auto">{chosen.name}</h3>
            <PageLinks
              {...rows}
              label={words.moreRows}
              hrefOf={(page) =>
                href(chosen.id, page)}
            />
            {rows.items.map(({ row, seats }) => (
              <fieldset key={row} class="seat-row">
                <legend>
                  {nameRow(
                    row,
                    () => <Price amount={price(seats[0].zone)} currency={event.currency} short />,
                  )}
                </legend>
                <div class="seat-boxes">
                  {seats.map(({ id, number, flags, status }) => (
                    <label key={id} class="seat-box" title={featureLabels(flags, mapWords) || undefined}>
                      <input type="checkbox" name="seat" value={id} disabled={status !== "a"} />
                      <span>
                        {flags.length > 0
                          ? words.seatWithFeatures({
                            number,
                            features: featureLabels(flags, mapWords),
                            hidden,
                          })
                          : words.seatLabel({ number, hidden })}
                      </span>
                    </label>
                  ))}
                </div>
              </fieldset>
            ))}
            <div>
              <button type="submit" class="button">{words.takeTheseSeats}</button>
            </div>
          </form>
        )}
      </details>
    </section>
  );
}

/** The sections by floor; those without one come first. */
function sectionsByFloor(
  { items, names }: ListPage<ListedSection>,
  floors: string[],
): { floor: string; sections: ListedSection[] }[] {
  if (floors.length === 0) return [{ floor: "", sections: items }];
  const byFloor = Map.groupBy(items, ({ floor }) => floor ?? "");
  // A floor without a section on this page may have some on another.
  const shown = names.length > 1 ? floors.filter((floor) => byFloor.has(floor)) : floors;
  const all = byFloor.has("") ? ["", ...shown] : shown;
  return all.map((floor) => ({ floor, sections: byFloor.get(floor) ?? [] }));
}

function isHidden(floor: string, search: ListSearch | null): boolean {
  return Boolean(search?.level) && floor !== search?.level;
}

/** Links to each section's seats, with how many are free there and the price. */
function SectionLinks({ sections, chosen, search, event }: {
  sections: ListedSection[];
  chosen: ListedSection | null;
  search: ListSearch | null;
  event: MapEvent;
}) {
  const price = (zoneId: string) => event.zones.find(({ id }) => id === zoneId)?.price ?? 0;
  const words = useWords("seatMap");
  const lowest = (section: { zones: string[] }) => Math.min(...section.zones.map(price));
  return (
    <ul class="section-links">
      {sections.map((section) => (
        <li key={section.id}>
          <a
            href={`/events/${event.slug}?${listQuery(section.id, search, 1, section.floor)}#list`}
            aria-current={section.id === chosen?.id}
          >
            <bdi>{section.name}</bdi>
            <span class="quiet small">
              {words.sectionOffer({
                left: section.left,
                price: () =>
                  section.zones.length > 1
                    ? <PriceFrom amount={lowest(section)} currency={event.currency} />
                    : <Price amount={lowest(section)} currency={event.currency} short />,
              })}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The pages of a list as links, with the current one marked; nothing for a single page. */
function PageLinks<Item>({ names, number, label, hrefOf }: ListPage<Item> & {
  label: string;
  hrefOf: (page: number) => string;
}) {
  if (names.length <= 1) return null;
  return (
    <nav class="chips" aria-label={label}>
      {names.map((name, at) => (
        <a
          key={at}
          class="chip"
          href={hrefOf(at + 1)}
          aria-current={at + 1 === number ? "page" : "false"}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

/** The query for a section, or for none; it keeps the filters. If a level is chosen, `level` replaces it. */
function listQuery(
  section: string,
  search: ListSearch | null,
  page = 1,
  level?: string | null,
): URLSearchParams {
  const query = new URLSearchParams({ section });
  if (search?.level) query.set("level", level ?? search.level);
  if (search?.words) query.set("find", search.words);
  if (search?.priceMax) query.set("up-to", search.priceMax);
  if (search?.accessible) query.set("accessible", "on");
  if (page > 1) query.set("page", String(page));
  return query;
}

/** A plain form that reloads the page with fewer seats in the list. */
function SeatSearch({ search, floors, event }: {
  search: ListSearch | null;
  floors: string[];
  event: MapEvent;
}) {
  const locale = useLocale();
  const words = useWords("seatMap");
  const prices = [...new Set(event.zones.map(({ price }) => price))].toSorted((a, b) => a - b);
  return (
    <form
      method="get"
      action={`/events/${event.slug}#list`}
      class="seat-search"
      role="search"
      aria-label={words.findInList}
    >
      <div class="field">
        <label for="list-find">{words.sectionRowOrSeat}</label>
        <input
          id="list-find"
          name="find"
          type="search"
          value={search?.words}
          placeholder={words.rowExample}
          autocomplete="off"
        />
      </div>
      <div class="field">
        <label for="list-price">{words.price}</label>
        <select id="list-price" name="up-to">
          <option value="">{words.anyPrice}</option>
          {prices.map((price) => (
            <option key={price} value={price} selected={search?.priceMax === String(price)}>
              {words.upTo({ price: formatMoney(price, event.currency, locale, { short: true }) })}
            </option>
          ))}
        </select>
      </div>
      {floors.length > 0 && (
        <div class="field">
          <label for="list-level">{words.level}</label>
          <select id="list-level" name="level" autocomplete="off">
            <option value="">{words.anyLevel}</option>
            {floors.map((floor) => <option key={floor} selected={floor === search?.level}>{floor}</option>)}
          </select>
        </div>
      )}
      <label class="choice">
        {words.wheelchairPlaces({
          box: () => <input type="checkbox" name="accessible" checked={search?.accessible} />,
        })}
      </label>
      <button type="submit" class="button">{words.show}</button>
    </form>
  );
}
