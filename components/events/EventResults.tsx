import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { hidden } from "@/components/layout/hidden.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { activeFilters, browseUrl, describeList, filterLabel, type Filters } from "@/lib/events/browse.ts";
import type { BrowsePage, FilterSuggestion } from "@/lib/events/browse_page.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { EventCount } from "./EventCount.tsx";
import { EventRow } from "./EventRow.tsx";

/** The results of a search: a summary, the active filters, and one page of the list; or ways out of an empty one. */
export function EventResults({ page }: { page: BrowsePage }) {
  const locale = useLocale();
  const { requested, query, events, nextCursor, facets, suggestions } = page;
  const words = useWords("events");
  const active = activeFilters(query);
  return (
    <section id="results" class="results" aria-label={words.eventsFound} data-live>
      <div class="list-head">
        <div data-found>
          {requested.q !== query.q && (
            <p class="quiet">{words.noExactMatch({ words: isolated(requested.q ?? "") })}</p>
          )}
          <p>{describeList(query, facets.total, words, locale)}</p>
        </div>
        {active.length > 0 && (
          <div class="chips" role="group" aria-label={words.activeFilters}>
            {active.map(({ kind, without }) => (
              <a key={kind} class="chip chip-active" href={browseUrl(without)} aria-current="false">
                {words.removeFilter({ hidden, filter: filterLabel(kind, query, words, locale) })}
              </a>
            ))}
            <a class="chip-plain" href={browseUrl({ sort: query.sort })} aria-current="false">
              {words.clearFilters}
            </a>
          </div>
        )}
      </div>
      {events.length > 0
        ? (
          <div class="event-list">
            {events.map((event) => <EventRow key={event.id} event={event} />)}
          </div>
        )
        : (
          <NothingFound
            isFiltered={active.length > 0}
            isOnlyWords={active.length === 1 && query.q !== undefined}
            suggestions={suggestions}
            filters={query}
          />
        )}
      <Pagination
        list={{ nextCursor, cursor: query.cursor }}
        href={browseUrl(query)}
        shown={words.shownOfAll({ shown: events.length, total: facets.total })}
      />
    </section>
  );
}

function NothingFound({ isFiltered, isOnlyWords, suggestions, filters }: {
  isFiltered: boolean;
  isOnlyWords: boolean;
  suggestions: FilterSuggestion[];
  filters: Filters;
}) {
  const locale = useLocale();
  const words = useWords("events");
  if (!isFiltered) {
    return <EmptyState title={words.nothingAnnounced} text={words.newEventsAppear} picture="curtain" />;
  }
  if (suggestions.length === 0) {
    return (
      <EmptyState
        title={words.nothingMatches}
        text={words.removingOneDoesNotHelp}
        picture="seats"
      >
        <a class="button" href="/events" aria-current="false">{words.seeEveryEvent}</a>
      </EmptyState>
    );
  }
  const [{ without, total }] = suggestions;
  if (isOnlyWords) {
    return (
      <EmptyState
        title={words.nothingMatchesWords({ words: isolated(filters.q ?? "") })}
        text={words.checkSpelling}
        picture="seats"
      >
        <a class="button" href={browseUrl(without)} aria-current="false">
          {words.seeEvents({ count: total })}
        </a>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={words.nothingMatches} text={words.tryRemoving} picture="seats">
      <ul class="suggestions">
        {suggestions.map(({ kind, without, total }) => (
          <li key={kind}>
            <a class="button" href={browseUrl(without)} aria-current="false">
              {words.removeFilter({ hidden, filter: filterLabel(kind, filters, words, locale) })}{" "}
              <EventCount count={total} />
            </a>
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}
