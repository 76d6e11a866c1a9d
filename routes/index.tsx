import { asset } from "fresh/runtime";
import { EventCard } from "@/components/events/EventCard.tsx";
import { EventFeature, HallTonight } from "@/components/events/EventFeature.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { PageHead } from "@/components/layout/PageHead.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { siteUrl } from "@/lib/config.ts";
import type { HomeList, HomeLists } from "@/lib/events/home_lists.ts";
import { cacheForGuests } from "@/lib/server/page_cache.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

export const handler = pageRoute({ access: "anyone", isIndexed: true }, {
  async GET(ctx) {
    const { services } = ctx.state;
    const lists = await services.catalog.homeLists();
    return await cacheForGuests(
      ctx,
      () => Promise.resolve([lists]),
      () => ctx.render(<HomePage lists={lists} site={siteUrl(services.config)} />),
    );
  },
});

function HomePage({ lists, site }: { lists: HomeLists; site: string }) {
  const { first, hall, concerts, films, nearlyGone } = lists;
  const words = useWords("events");
  const all = { href: "/events", all: words.allEvents };
  return (
    <main id="main" class="page">
      <PageHead
        title={words.homeTitle}
        description={words.homeDescription}
        site={site}
        path="/"
      >
        <link rel="stylesheet" href={asset("/styles/home.css")} />
      </PageHead>
      <header class={hall ? "home-intro with-hall" : "home-intro"}>
        <h1 class="display">{words.homeHeading}</h1>
        <form class="search" action="/events" role="search">
          <label class="visually-hidden" for="home-search">{words.searchEvents}</label>
          <input
            id="home-search"
            type="search"
            name="q"
            placeholder={words.searchPlaceholder}
            maxLength={200}
          />
          <button type="submit" class="button button-main">{words.search}</button>
        </form>
        {hall && <HallTonight of={hall} />}
      </header>
      {first.events.length === 0 && (
        <EmptyState
          title={words.nothingAnnounced}
          text={words.newOnesAppear}
          picture="curtain"
        />
      )}
      <EventList
        title={words.first[first.when]}
        {...first.when === "next" && all}
        {...first}
      />
      <EventList
        title={words.concerts}
        href="/events?type=concert"
        all={words.allConcerts}
        {...concerts}
      />
      <EventList
        title={words.films}
        href="/events?type=film"
        all={words.allFilms}
        {...films}
      />
      <EventList title={words.nearlyGone} {...nearlyGone} />
    </main>
  );
}

/** Events side by side, or the featured ones large; `href` links to the full list, labelled `all`. */
function EventList({ title, href, all, events, featured }: HomeList & {
  title: string;
  href?: string;
  all?: string;
}) {
  if (events.length === 0) return null;
  return (
    <section class="section" aria-label={title}>
      <div class="spread">
        <h2>{title}</h2>
        {href && <a href={href}>{all}</a>}
      </div>
      {featured.length > 0
        ? featured.map((feature) => <EventFeature key={feature.event.id} of={feature} />)
        : (
          <div class="rail">
            {events.map((event) => <EventCard key={event.id} event={event} />)}
          </div>
        )}
    </section>
  );
}
