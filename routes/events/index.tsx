import { EventFilters, FILTERS_ID } from "@/components/events/EventFilters.tsx";
import { EventResults } from "@/components/events/EventResults.tsx";
import { PageHead } from "@/components/layout/PageHead.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import LiveSearch from "@/islands/LiveSearch.tsx";
import { siteUrl } from "@/lib/config.ts";
import { browseUrl, describeList, readBrowseQuery } from "@/lib/events/browse.ts";
import type { BrowsePage } from "@/lib/events/browse_page.ts";
import { type Language, spokenIn } from "@/lib/i18n/words.ts";
import { cacheForGuests } from "@/lib/server/page_cache.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

export const handler = pageRoute({ access: "anyone", isIndexed: true }, {
  async GET(ctx) {
    const { services, language } = ctx.state;
    const found = await services.catalog.browsePage(readBrowseQuery(ctx.url.searchParams));
    return await cacheForGuests(
      ctx,
      () => Promise.resolve([found]),
      () =>
        ctx.render(
          <Events page={found} site={siteUrl(services.config)} language={language} />,
        ),
    );
  },
});

function Events({ page, site, language }: {
  page: BrowsePage;
  site: string;
  language: Language;
}) {
  const locale = useLocale();
  const { requested, query, facets } = page;
  const words = useWords("events");
  const found = describeList(query, facets.total, words, locale);
  return (
    <main id="main" class="page browse">
      <PageHead
        title={found}
        description={words.browseDescription({ found })}
        site={site}
        path={browseUrl(query)}
        isIndexed={query.cursor === undefined}
      />
      <h1 class="page-title">{words.browseHeading}</h1>
      <EventFilters filters={requested} facets={facets} />
      <LiveSearch formId={FILTERS_ID} words={spokenIn(language, locale, "liveSearch")} />
      <EventResults page={page} />
    </main>
  );
}
