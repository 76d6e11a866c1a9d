import { schemeOf } from "@/lib/design/scheme.ts";
import { saleStatus } from "@/lib/events/sale_status.ts";
import { KeptPages } from "@/lib/http/kept_pages.ts";
import { define } from "@/utils.ts";

const pages = new KeptPages(200);

/**
 * Who is not signed in and holds nothing sees the same page of an event as all others who speak the same language. It is
 * drawn anew when the catalog has read something anew, so it is never older than what it would be drawn from.
 */
export default define.middleware(async (ctx) => {
  const { req, url, route, params, state: { services, caller, cookies, locale } } = ctx;
  const isForAll = req.method === "GET" && route === "/events/:slug" && url.search === "" &&
    !caller.user && !caller.visitorId;
  const { catalog } = services;
  const event = isForAll ? await catalog.publicEvent(params.slug) : null;
  if (!event) return await ctx.next();

  const [counts, overview] = await Promise.all([catalog.counts([event]), catalog.overview(event)]);
  const count = counts.get(event.id)!;
  const status = saleStatus(event, count, services.now());
  const key = JSON.stringify([url.pathname, locale, schemeOf(cookies.get("scheme"))]);
  return await pages.answer(key, [event, count, overview, status], ctx.next);
});
