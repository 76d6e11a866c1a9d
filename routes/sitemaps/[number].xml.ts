import { orNotFound } from "@/lib/http/problem.ts";
import { sitemapResponse } from "@/lib/http/sitemap_response.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** One file of a sitemap that is split into several. */
export const handler = pageRoute({ access: "anyone" }, {
  async GET({ params, state: { services } }) {
    const isNumber = /^[1-9]\d{0,4}$/.test(params.number);
    const file = isNumber ? await services.sitemap.file(Number(params.number)) : null;
    return sitemapResponse(orNotFound(file));
  },
});
