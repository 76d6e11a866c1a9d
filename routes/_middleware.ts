import type { Context } from "fresh";
import { readQueryOfPage } from "@/lib/events/browse.ts";
import { loadBrowsePage } from "@/lib/events/browse_page.ts";
import { saleStatus } from "@/lib/events/sale_status.ts";
import { guestKey, KeptPages } from "@/lib/http/kept_pages.ts";
import { define, type State } from "@/utils.ts";

const pages = new KeptPages(100);

/** Guests see the same home, list and page of an event, which are drawn anew when there is anything else to show. */
export default define.middleware((ctx) => {
  const shown = shownOn.get(ctx.route ?? "");
  const key = shown ? guestKey(ctx) : null;
  return shown && key ? answerGuest(ctx, key, shown) : ctx.next();
});

type Shown = (ctx: Context<State>) => Promise<unknown[] | null>;

async function answerGuest(ctx: Context<State>, key: string, shown: Shown): Promise<Response> {
  const shows = await shown(ctx);
  return shows ? await pages.answer(key, shows, ctx.next) : await ctx.next();
}

/**
 * By route, all that a page depends on besides the request, as old as what it would be drawn from; null: it can't be kept.
 * Other pages are not kept.
 */
const shownOn = new Map<string, Shown>([
  ["/", async ({ state: { services } }) => [await services.catalog.rails()]],
  ["/events", async ({ url, state: { services, locale } }) => {
    const query = readQueryOfPage(url.searchParams);
    return [JSON.stringify(await loadBrowsePage(services.catalog, query, locale))];
  }],
  ["/events/:slug", async ({ params, state: { services: { catalog, now } } }) => {
    const event = await catalog.publicEvent(params.slug);
    if (!event) return null;
    const [counts, overview] = await Promise.all([catalog.counts([event]), catalog.overview(event)]);
    const count = counts.get(event.id)!;
    return [event, count, overview, saleStatus(event, count, now())];
  }],
]);
