import { page } from "fresh";
import { Head } from "fresh/runtime";
import { EmptyState } from "@/components/EmptyState.tsx";
import { EventRow } from "@/components/EventRow.tsx";
import { EventFilters } from "@/components/EventFilters.tsx";
import { Pagination } from "@/components/Pagination.tsx";
import { browseAddress, countFilters, describeList, readQueryOfPage } from "@/lib/events/browse.ts";
import { dayOf } from "@/lib/events/days.ts";
import { define } from "@/utils.ts";

export const handler = define.handlers({
  async GET({ url, state: { services: { catalog, now } } }) {
    const query = readQueryOfPage(url.searchParams);
    const [list, facets] = await Promise.all([catalog.list(query), catalog.facets(query)]);
    const events = await catalog.items(list.items);
    // Venues may be in many zones; the days that the page offers are those of the site itself.
    const today = dayOf(now(), Temporal.Now.timeZoneId());
    return page({ query, events, nextCursor: list.nextCursor, facets, today });
  },
});

export default define.page<typeof handler>(function BrowsePage({ data, state: { locale } }) {
  const { query, events, nextCursor, facets, today } = data;
  const found = describeList(query, facets.total, locale);
  return (
    <main id="main" class="page">
      <Head>
        <title>{`${found} · Aisle`}</title>
        <meta name="description" content={`${found}, with a live seat map for each.`} />
        {query.cursor && <meta name="robots" content="noindex" />}
      </Head>
      <h1 class="page-title">What is on</h1>
      <EventFilters filters={query} facets={facets} today={today} />
      <div class="spread list-head">
        <p>{found}</p>
        {countFilters(query) > 0 && <a href={browseAddress({ sort: query.sort })}>Clear the filters</a>}
      </div>
      {events.length > 0
        ? (
          <div class="event-list">
            {events.map((event) => <EventRow key={event.id} event={event} locale={locale} />)}
          </div>
        )
        : <NothingFound isFiltered={countFilters(query) > 0} />}
      {(nextCursor || query.cursor) && (
        <Pagination
          next={nextCursor && browseAddress(query, nextCursor)}
          first={query.cursor ? browseAddress(query) : null}
          shown={`${events.length} of ${facets.total} shown`}
        />
      )}
    </main>
  );
});

function NothingFound({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) {
    return <EmptyState title="Nothing is announced yet" text="New events appear here." picture="curtain" />;
  }
  return (
    <EmptyState
      title="Nothing fits all of that"
      text="Try fewer words, other days or another city."
      picture="seats"
    >
      <a class="button" href="/events">See every event</a>
    </EmptyState>
  );
}
