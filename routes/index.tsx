import { Head } from "fresh/runtime";
import { EmptyState } from "@/components/EmptyState.tsx";
import { EventCard } from "@/components/EventCard.tsx";
import { HouseRows } from "@/components/HouseRows.tsx";
import type { EventItem } from "@/lib/events/event.ts";
import type { Rails } from "@/lib/events/rails.ts";
import { answerGuests } from "@/lib/http/kept_pages.ts";
import { pageRoute } from "@/lib/http/page_route.ts";

export const handler = pageRoute({ access: "anyone" }, {
  async GET(ctx) {
    const { services, locale } = ctx.state;
    const rails = await services.catalog.rails();
    return await answerGuests(
      ctx,
      () => Promise.resolve([rails]),
      () => ctx.render(<HomePage rails={rails} locale={locale} />),
    );
  },
});

function HomePage({ rails, locale }: { rails: Rails; locale: string }) {
  const { soon, next, concerts, films, nearlyGone } = rails;
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
}

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
