/** What the page with the list of events shows. */
import { type ActiveFilter, activeFilters, type Filters } from "./browse.ts";
import type { EventItem, EventRecord } from "./event.ts";
import type { EventQuery, Facets } from "./search.ts";

export interface BrowsePage {
  /** As the address has it. */
  asked: EventQuery;
  /** What is listed: the same, or with the words that were likely meant. */
  query: EventQuery;
  events: EventItem[];
  nextCursor: string | null;
  facets: Facets;
  /** Only of an empty list: the filters without which there are events, those that bring most first. */
  suggestions: FilterSuggestion[];
}

/** A filter to give up, and how many events there are then. */
export interface FilterSuggestion extends ActiveFilter {
  total: number;
}

/** What is read of the catalog. */
interface Catalog {
  search(asked: EventQuery): Promise<{
    query: EventQuery;
    list: { items: EventRecord[]; nextCursor: string | null };
  }>;
  items(events: EventRecord[]): Promise<EventItem[]>;
  facets(query: Filters): Promise<Facets>;
}

/** Reads the page for a query. */
export async function loadBrowsePage(catalog: Catalog, asked: EventQuery): Promise<BrowsePage> {
  const [{ query, list }, facetsAsked] = await Promise.all([catalog.search(asked), catalog.facets(asked)]);
  const [events, facets] = await Promise.all([
    catalog.items(list.items),
    query === asked ? facetsAsked : catalog.facets(query),
  ]);
  const suggestions = facets.total === 0 ? await findSuggestions(catalog, query) : [];
  return { asked, query, events, nextCursor: list.nextCursor, facets, suggestions };
}

async function findSuggestions(
  catalog: Pick<Catalog, "facets">,
  filters: Filters,
): Promise<FilterSuggestion[]> {
  const ways = await Promise.all(
    activeFilters(filters).map(async (filter) => {
      return { ...filter, total: (await catalog.facets(filter.without)).total };
    }),
  );
  return ways.filter(({ total }) => total > 0).toSorted((a, b) => b.total - a.total);
}
