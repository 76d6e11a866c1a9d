import type { ComponentChildren } from "preact";
import { Field, SelectField } from "@/components/layout/Field.tsx";
import { activeFilters, browseAddress, dayPresets, type Filters, withDays } from "@/lib/events/browse.ts";
import { type Facets, type Sort, sortOf } from "@/lib/events/search.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { isSameName } from "@/lib/text/unicode_forms.ts";

/** The form of the filters, which the island that searches as one types listens to. */
export const FILTERS_ID = "filters";

/**
 * The filters of the list as a form: words and, folded away on phones, days, order, and links for one choice of each kind
 * with what it would show. All keep what else was chosen. Elements marked `data-live` follow what is typed.
 */
export function EventFilters({ filters, facets, locale }: {
  filters: Filters;
  facets: Facets;
  locale: string;
}) {
  const { q, type, city, when } = filters;
  const active = activeFilters({ ...filters, q: undefined }, locale).length;
  return (
    <form id={FILTERS_ID} class="browse-form" action="/events" role="search">
      <div id="filters-kept" hidden data-live>
        {type && <input type="hidden" name="type" value={type} />}
        {city && <input type="hidden" name="city" value={city} />}
        {when && <input type="hidden" name="when" value={when} />}
      </div>
      <div class="search">
        <label class="visually-hidden" for="search-words">Search events</label>
        <input
          id="search-words"
          type="search"
          name="q"
          value={q}
          placeholder="Artist, film or city"
          maxLength={200}
          autocomplete="off"
          enterkeyhint="search"
        />
        <button type="submit" class="button">Search</button>
      </div>
      <details class="fold">
        <summary>
          <span id="filters-set" data-live>{active === 0 ? "Filters" : `Filters (${active} set)`}</span>
        </summary>
        <FilterFields filters={filters} />
        <FilterChips filters={filters} facets={facets} locale={locale} />
      </details>
    </form>
  );
}

const sortNames: Record<Sort, string> = {
  relevance: "Best match",
  date: "Date",
  price: "Price",
  title: "Title",
};

/** Only words can be matched better or worse; the usual order is not mentioned in the address. */
function FilterFields({ filters: { q, from, to, sort } }: { filters: Filters }) {
  const usual = sortOf({ q });
  const { relevance, ...others } = sortNames;
  const orders = Object.entries(usual === "relevance" ? { relevance, ...others } : others);
  return (
    <div class="filters">
      <Field name="from" label="From" type="date" value={from} optional />
      <Field name="to" label="To" type="date" value={to} optional />
      <SelectField name="sort" label="Sorted by" optional data-live>
        {orders.map(([order, name]) => (
          <option key={order} value={order === usual ? "" : order} selected={order === (sort ?? usual)}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

/** So many cities are shown at once; the others are unfolded. */
const CITY_CHIPS = 12;

function FilterChips({ filters, facets, locale }: { filters: Filters; facets: Facets; locale: string }) {
  const { type, city, when, from, to } = filters;
  const isChosen = (facet: Facets["cities"][number]) => city !== undefined && isSameName(facet.city, city);
  const cities = facets.cities.filter((facet) => facet.count > 0 || isChosen(facet));
  const most = new Set(cities.toSorted((a, b) => b.count - a.count).slice(0, CITY_CHIPS));
  const isShown = (facet: Facets["cities"][number]) => most.has(facet) || isChosen(facet);
  const others = cities.filter((facet) => !isShown(facet));
  const cityChip = (facet: Facets["cities"][number]) => (
    <Chip
      key={facet.city}
      href={browseAddress({ ...filters, city: facet.city })}
      isCurrent={isChosen(facet)}
      events={{ count: facet.count, locale }}
    >
      <bdi>{facet.city}</bdi>
    </Chip>
  );
  return (
    <div class="filter-chips" id="filter-chips" data-live>
      <Chips label="When">
        {dayPresets.map((preset) => (
          <Chip
            key={preset.label}
            href={browseAddress(withDays(filters, { when: preset.when }))}
            isCurrent={!from && !to && when === preset.when}
          >
            {preset.label}
          </Chip>
        ))}
      </Chips>
      <Chips label="What">
        <Chip href={browseAddress({ ...filters, type: undefined })} isCurrent={!type}>Everything</Chip>
        {facets.types.map((facet) => (
          <Chip
            key={facet.type}
            href={browseAddress({ ...filters, type: facet.type })}
            isCurrent={facet.type === type}
            events={{ count: facet.count, locale }}
          >
            {facet.type === "film" ? "Films" : "Concerts"}
          </Chip>
        ))}
      </Chips>
      <Chips label="Where">
        <Chip href={browseAddress({ ...filters, city: undefined })} isCurrent={!city}>Everywhere</Chip>
        {cities.filter(isShown).map(cityChip)}
        {others.length > 0 && (
          <details class="more-chips">
            <summary class="chip">{others.length} more</summary>
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

function Chip({ href, isCurrent, events, children }: {
  href: string;
  isCurrent: boolean;
  /** How many events it leads to, and the language to say it in. */
  events?: { count: number; locale: string };
  children: ComponentChildren;
}) {
  return (
    <a class="chip" href={href} aria-current={isCurrent}>
      {children}
      {events && (
        <span class="chip-count">
          {formatCount(events.count, events.locale)}
          <span class="visually-hidden">{events.count === 1 ? " event" : " events"}</span>
        </span>
      )}
    </a>
  );
}
