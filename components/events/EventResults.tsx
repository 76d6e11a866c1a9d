import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { activeFilters, browseAddress, describeList } from "@/lib/events/browse.ts";
import type { BrowsePage, FilterSuggestion } from "@/lib/events/browse_page.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { EventRow } from "./EventRow.tsx";

/** What a search found: in words, what narrows it, one page of the list; or the ways out of an empty one. */
export function EventResults({ page, locale }: { page: BrowsePage; locale: string }) {
  const { asked, query, events, nextCursor, facets, suggestions } = page;
  const active = activeFilters(query, locale);
  return (
    <section id="results" class="results" aria-label="Events found" data-live>
      <div class="list-head">
        <div data-found>
          {asked.q !== query.q && (
            <p class="quiet">
              No exact match for “{isolated(asked.q ?? "")}”.
            </p>
          )}
          <p>{describeList(query, facets.total, locale)}</p>
        </div>
        {active.length > 0 && (
          <div class="chips" role="group" aria-label="Filters set">
            {active.map(({ label, without }) => (
              <a key={label} class="chip chip-set" href={browseAddress(without)} aria-current="false">
                <span class="visually-hidden">Remove</span> {label[0].toUpperCase() + label.slice(1)}
              </a>
            ))}
            <a class="chip-plain" href={browseAddress({ sort: query.sort })} aria-current="false">
              Clear the filters
            </a>
          </div>
        )}
      </div>
      {events.length > 0
        ? (
          <div class="event-list">
            {events.map((event) => <EventRow key={event.id} event={event} locale={locale} />)}
          </div>
        )
        : (
          <NothingFound
            isFiltered={active.length > 0}
            isOnlyWords={active.length === 1 && query.q !== undefined}
            suggestions={suggestions}
            locale={locale}
          />
        )}
      {(nextCursor || query.cursor) && (
        <Pagination
          next={nextCursor && browseAddress(query, nextCursor)}
          first={query.cursor ? browseAddress(query) : null}
          shown={`${formatCount(events.length, locale)} of ${formatCount(facets.total, locale)} shown`}
        />
      )}
    </section>
  );
}

function NothingFound({ isFiltered, isOnlyWords, suggestions, locale }: {
  isFiltered: boolean;
  isOnlyWords: boolean;
  suggestions: FilterSuggestion[];
  locale: string;
}) {
  if (!isFiltered) {
    return <EmptyState title="Nothing is announced yet" text="New events appear here." picture="curtain" />;
  }
  if (suggestions.length === 0) {
    return (
      <EmptyState
        title="Nothing matches that"
        text="Removing one filter would not help."
        picture="seats"
      >
        <a class="button" href="/events" aria-current="false">See every event</a>
      </EmptyState>
    );
  }
  const [{ label, without, total }] = suggestions;
  if (isOnlyWords) {
    return (
      <EmptyState
        title={`Nothing matches ${label}`}
        text="Check the spelling, or try fewer words."
        picture="seats"
      >
        <a class="button" href={browseAddress(without)} aria-current="false">
          {total === 1 ? "See the one event" : `See all ${formatCount(total, locale)} events`}
        </a>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing matches that" text="Try removing a filter:" picture="seats">
      <ul class="ways-out">
        {suggestions.map(({ label, without, total }) => (
          <li key={label}>
            <a class="button" href={browseAddress(without)} aria-current="false">
              Without {label}{" "}
              <span class="chip-count">
                {formatCount(total, locale)}
                <span class="visually-hidden">{total === 1 ? " event" : " events"}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}
