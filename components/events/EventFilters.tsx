import type { ComponentChildren } from "preact";
import { Field, SelectField } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { activeFilters, browseUrl, dayPresets, type Filters, withDays } from "@/lib/events/browse.ts";
import { type Facets, sortOf } from "@/lib/events/search.ts";
import { isSameName } from "@/lib/text/unicode_forms.ts";
import { EventCount } from "./EventCount.tsx";

/** The id of the filter form, which the live search island listens to. */
export const FILTERS_ID = "filters";

/**
 * The filters of the list as a form: search words and, folded away on phones, days, order, and links. Each link sets
 * one filter and keeps the others; those for types and cities show how many events they lead to. Elements marked
 * `data-live` are updated as the user types.
 */
export function EventFilters({ filters, facets }: { filters: Filters; facets: Facets }) {
  const { q, type, city, when } = filters;
  const words = useWords("events");
  const count = activeFilters({ ...filters, q: undefined }).length;
  return (
    <form id={FILTERS_ID} class="browse-form" action="/events" role="search">
      <div id="filters-kept" hidden data-live>
        {type && <input type="hidden" name="type" value={type} />}
        {city && <input type="hidden" name="city" value={city} />}
        {when && <input type="hidden" name="when" value={when} />}
      </div>
      <div class="search">
        <label class="visually-hidden" for="search-words">{words.searchEvents}</label>
        <input
          id="search-words"
          type="search"
          name="q"
          value={q}
          placeholder={words.searchPlaceholder}
          maxLength={200}
          autocomplete="off"
          enterkeyhint="search"
        />
        <button type="submit" class="button">{words.search}</button>
      </div>
      <details class="fold">
        <summary>
          <span id="filters-set" data-live>{count === 0 ? words.filters : words.filtersSet({ count })}</span>
        </summary>
        <FilterFields filters={filters} />
        <FilterChips filters={filters} facets={facets} />
      </details>
    </form>
  );
}

/** Only a search by words can be sorted by relevance; the default order is left out of the URL. */
function FilterFields({ filters: { q, from, to, sort } }: { filters: Filters }) {
  const defaultSort = sortOf({ q });
  const words = useWords("events");
  const { relevance, ...others } = words.sort;
  const orders = Object.entries(defaultSort === "relevance" ? { relevance, ...others } : others);
  return (
    <div class="filters">
      <Field name="from" label={words.fromDay} type="date" value={from} optional />
      <Field name="to" label={words.toDay} type="date" value={to} optional />
      <SelectField name="sort" label={words.sortBy} optional data-live>
        {orders.map(([order, name]) => (
          <option
            key={order}
            value={order === defaultSort ? "" : order}
            selected={order === (sort ?? defaultSort)}
          >
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

/** How many cities are shown at once; the others are folded away. */
const CITY_CHIPS = 12;

function FilterChips({ filters, facets }: { filters: Filters; facets: Facets }) {
  const words = useWords("events");
  const { type, city, when, from, to } = filters;
  const isChosen = (facet: Facets["cities"][number]) => city !== undefined && isSameName(facet.city, city);
  const cities = facets.cities.filter((facet) => facet.count > 0 || isChosen(facet));
  const largest = new Set(cities.toSorted((a, b) => b.count - a.count).slice(0, CITY_CHIPS));
  const isShown = (facet: Facets["cities"][number]) => largest.has(facet) || isChosen(facet);
  const others = cities.filter((facet) => !isShown(facet));
  const cityChip = (facet: Facets["cities"][number]) => (
    <Chip
      key={facet.city}
      href={browseUrl({ ...filters, city: facet.city })}
      isCurrent={isChosen(facet)}
      count={facet.count}
    >
      <bdi>{facet.city}</bdi>
    </Chip>
  );
  return (
    <div class="filter-chips" id="filter-chips" data-live>
      <Chips label={words.when}>
        {dayPresets.map(({ name, when: preset }) => (
          <Chip
            key={name}
            href={browseUrl(withDays(filters, { when: preset }))}
            isCurrent={!from && !to && when === preset}
          >
            {words[name]}
          </Chip>
        ))}
      </Chips>
      <Chips label={words.what}>
        <Chip href={browseUrl({ ...filters, type: undefined })} isCurrent={!type}>
          {words.everything}
        </Chip>
        {facets.types.map((facet) => (
          <Chip
            key={facet.type}
            href={browseUrl({ ...filters, type: facet.type })}
            isCurrent={facet.type === type}
            count={facet.count}
          >
            {words.typesOf({ type: facet.type })}
          </Chip>
        ))}
      </Chips>
      <Chips label={words.where}>
        <Chip href={browseUrl({ ...filters, city: undefined })} isCurrent={!city}>
          {words.everywhere}
        </Chip>
        {cities.filter(isShown).map(cityChip)}
        {others.length > 0 && (
          <details class="more-chips">
            <summary class="chip">{words.moreCities({ count: others.length })}</summary>
            <div class="chips">{others.map(cityChip)}</div>
          </details>
        )}
      </Chips>
    </div>
  );
}

function Chips({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="chips" role="group" aria-label={label}>
      <span class="chips-label" aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}

function Chip({ href, isCurrent, count, children }: {
  href: string;
  isCurrent: boolean;
  /** How many events it leads to. */
  count?: number;
  children: ComponentChildren;
}) {
  return (
    <a class="chip" href={href} aria-current={isCurrent}>
      {children}
      {count !== undefined && <EventCount count={count} />}
    </a>
  );
}
