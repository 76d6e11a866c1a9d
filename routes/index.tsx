import { page } from "fresh";
import { Head } from "fresh/runtime";
import { EmptyState } from "@/components/EmptyState.tsx";
import { EventCard } from "@/components/EventCard.tsx";
import { HouseRows } from "@/components/HouseRows.tsx";
import type { EventItem } from "@/lib/events/event.ts";
import { define } from "@/utils.ts";

export const handler = define.handlers({
  async GET({ state: { services } }) {
    return page(await services.catalog.rails());
  },
});

export default define.page<typeof handler>(function HomePage({ data, state: { locale } }) {
  const { soon, next, concerts, films, nearlyGone } = data;
  return (
    <main id="main" class="page">
      <Head>
        <title>Aisle · Concerts and films, seat by seat</title>
        <meta
          name="description"
          content="Concerts and films near you. Pick your own seat on a live map and have your ticket in seconds."
        />
      </Head>
      <header class="home-intro">
        <h1 class="display">A good evening begins with the right seat.</h1>
        <HouseRows />
        <form class="search" action="/events" role="search">
          <label class="visually-hidden" for="home-search">Search events</label>
          <input
            id="home-search"
            type="search"
            name="q"
            placeholder="Artist, film or city"
            maxLength={200}
          />
          <button type="submit" class="button button-main">Search</button>
        </form>
      </header>
      {next.length === 0 && (
        <EmptyState
          title="Nothing is announced yet"
          text="New concerts and films appear here as soon as their sale is planned."
          picture="curtain"
        />
      )}
      {soon.length > 0
        ? <Rail title="Tonight and this weekend" events={soon} locale={locale} />
        : <Rail title="Next up" href="/events" all="All events" events={next} locale={locale} />}
      <Rail
        title="Concerts"
        href="/events?type=concert"
        all="All concerts"
        events={concerts}
        locale={locale}
      />
      <Rail title="Films" href="/events?type=film" all="All films" events={films} locale={locale} />
      <Rail title="Nearly gone" events={nearlyGone} locale={locale} />
    </main>
  );
});

/** Events side by side; `href` leads to the whole list, `all` says so. */
function Rail({ title, href, all, events, locale }: {
  title: string;
  href?: string;
  all?: string;
  events: EventItem[];
  locale: string;
}) {
  if (events.length === 0) return null;
  return (
    <section class="section" aria-label={title}>
      <div class="spread">
        <h2>{title}</h2>
        {href && <a href={href}>{all}</a>}
      </div>
      <div class="rail">
        {events.map((event) => <EventCard key={event.id} event={event} locale={locale} />)}
      </div>
    </section>
  );
}
