import type { ComponentChildren } from "preact";
import { Field, SelectField } from "@/components/Field.tsx";
import { browseAddress, countFilters, dayPresets, type Filters } from "@/lib/events/browse.ts";
import type { Facets } from "@/lib/events/search.ts";

/**
 * The filters of the list: links for one choice of each kind with what it would show, and a form for words, other days
 * and order. All of them keep what else was chosen. `today` is `YYYY-MM-DD`.
 */
export function EventFilters(
  { filters, facets, today }: { filters: Filters; facets: Facets; today: string },
) {
  const { type, city, from, to } = filters;
  const active = countFilters(filters);
  const isChosen = (facet: Facets["cities"][number]) => facet.city.toLowerCase() === city?.toLowerCase();
  return (
    <details class="fold">
      <summary>{active === 0 ? "Filters" : `Filters (${active} set)`}</summary>
      <FilterForm filters={filters} />
      <div class="filter-chips">
        <Chips label="When">
          {dayPresets(today).map(({ label, days }) => (
            <Chip
              key={label}
              href={browseAddress({ ...filters, from: undefined, to: undefined, ...days })}
              isCurrent={from === days.from && to === days.to}
            >
              {label}
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
              count={facet.count}
            >
              {facet.type === "film" ? "Films" : "Concerts"}
            </Chip>
          ))}
        </Chips>
        <Chips label="Where">
          <Chip href={browseAddress({ ...filters, city: undefined })} isCurrent={!city}>Everywhere</Chip>
          {facets.cities.filter((facet) => facet.count > 0 || isChosen(facet)).map((facet) => (
            <Chip
              key={facet.city}
              href={browseAddress({ ...filters, city: facet.city })}
              isCurrent={isChosen(facet)}
              count={facet.count}
            >
              {facet.city}
            </Chip>
          ))}
        </Chips>
      </div>
    </details>
  );
}

function FilterForm({ filters: { q, type, city, from, to, sort } }: { filters: Filters }) {
  return (
    <form class="filters" action="/events" role="search">
      {type && <input type="hidden" name="type" value={type} />}
      {city && <input type="hidden" name="city" value={city} />}
      <Field name="q" label="Search" type="search" value={q} maxLength={200} optional />
      <Field name="from" label="From" type="date" value={from} optional />
      <Field name="to" label="To" type="date" value={to} optional />
      <SelectField name="sort" label="Sorted by" optional>
        <option value="date" selected={sort === "date"}>Date</option>
        <option value="price" selected={sort === "price"}>Price</option>
        <option value="title" selected={sort === "title"}>Title</option>
      </SelectField>
      <button type="submit" class="button">Show</button>
    </form>
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
  count?: number;
  children: ComponentChildren;
}) {
  return (
    <a class="chip" href={href} aria-current={isCurrent ? "true" : undefined}>
      {children}
      {count !== undefined && <span class="chip-count">{count}</span>}
    </a>
  );
}
