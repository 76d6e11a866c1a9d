import { page } from "fresh";
import { Head } from "fresh/runtime";
import { EventFilters, FILTERS_ID } from "@/components/EventFilters.tsx";
import { EventResults } from "@/components/EventResults.tsx";
import LiveSearch from "@/islands/LiveSearch.tsx";
import { describeList, readQueryOfPage } from "@/lib/events/browse.ts";
import { loadBrowsePage } from "@/lib/events/browse_page.ts";
import { define } from "@/utils.ts";

export const handler = define.handlers({
  async GET({ url, state: { services, locale } }) {
    return page(await loadBrowsePage(services.catalog, readQueryOfPage(url.searchParams), locale));
  },
});

export default define.page<typeof handler>(function BrowsePage({ data, state: { locale } }) {
  const { asked, query, facets } = data;
  const found = describeList(query, facets.total, locale);
  return (
    <main id="main" class="page browse">
      <Head>
        <title>{`${found} · Aisle`}</title>
        <meta name="description" content={`${found}, with a live seat map for each.`} />
        {query.cursor && <meta name="robots" content="noindex" />}
      </Head>
      <h1 class="page-title">What is on</h1>
      <EventFilters filters={asked} facets={facets} locale={locale} />
      <LiveSearch formId={FILTERS_ID} />
      <EventResults page={data} locale={locale} />
    </main>
  );
});
