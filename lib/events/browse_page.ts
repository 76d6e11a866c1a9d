/** The data of the page that lists events. */
import { type ActiveFilter, activeFilters, type Filters } from "./browse.ts";
import type { EventItem, EventRecord } from "./event.ts";
import type { EventQuery, Facets } from "./search.ts";

export interface BrowsePage {
  /** The query in the URL. */
  requested: EventQuery;
  /** The query that is listed: the same, or with corrected words. */
  query: EventQuery;
  events: EventItem[];
  nextCursor: string | null;
  facets: Facets;
  /** For an empty list: filters to remove, the one whose removal yields the most events first. */
  suggestions: FilterSuggestion[];
}

/** A filter to remove, and how many events there are without it. */
export interface FilterSuggestion extends ActiveFilter {
  total: number;
}

/** The part of {@link EventCatalog} that the page uses. */
interface Catalog {
  search(requested: EventQuery): Promise<{
    query: EventQuery;
    list: { items: EventRecord[]; nextCursor: string | null };
  }>;
  items(events: EventRecord[]): Promise<EventItem[]>;
  facets(query: Filters): Promise<Facets>;
}

/** Loads the page for a query. */
export async function loadBrowsePage(catalog: Catalog, requested: EventQuery): Promise<BrowsePage> {
  const [{ query, list }, requestedFacets] = await Promise.all([
    catalog.search(requested),
    catalog.facets(requested),
  ]);
  const [events, facets] = await Promise.all([
    catalog.items(list.items),
    query === requested ? requestedFacets : catalog.facets(query),
  ]);
  const suggestions = facets.total === 0 ? await findSuggestions(catalog, query) : [];
  return { requested, query, events, nextCursor: list.nextCursor, facets, suggestions };
}

async function findSuggestions(
  catalog: Pick<Catalog, "facets">,
  filters: Filters,
): Promise<FilterSuggestion[]> {
  const suggestions = await Promise.all(
    activeFilters(filters).map(async (filter) => {
      return { ...filter, total: (await catalog.facets(filter.without)).total };
    }),
  );
  return suggestions.filter(({ total }) => total > 0).toSorted((a, b) => b.total - a.total);
}
