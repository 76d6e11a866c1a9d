import type { Context } from "fresh";
import { readQueryOfPage } from "@/lib/events/browse.ts";
import { loadBrowsePage } from "@/lib/events/browse_page.ts";
import { saleStatus } from "@/lib/events/sale_status.ts";
import { guestKey, KeptPages } from "@/lib/http/kept_pages.ts";
import { define, type State } from "@/utils.ts";

const pages = new KeptPages(100);

/** Guests see the same list and the same page of an event, which are drawn anew when there is anything else to show. */
export default define.middleware(async (ctx) => {
  const key = guestKey(ctx);
  const shows = key && await shownTo(ctx);
  return key && shows ? await pages.answer(key, shows, ctx.next) : await ctx.next();
});

/** All that the page depends on besides the request, as old as what it would be drawn from; null: it can't be kept. */
async function shownTo({ route, url, params, state }: Context<State>): Promise<unknown[] | null> {
  const { services: { catalog, now }, locale } = state;
  if (route === "/events") {
    return [JSON.stringify(await loadBrowsePage(catalog, readQueryOfPage(url.searchParams), locale))];
  }
  const event = route === "/events/:slug" ? await catalog.publicEvent(params.slug) : null;
  if (!event) return null;
  const [counts, overview] = await Promise.all([catalog.counts([event]), catalog.overview(event)]);
  const count = counts.get(event.id)!;
  return [event, count, overview, saleStatus(event, count, now())];
}
