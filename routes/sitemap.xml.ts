import { sitemapResponse } from "@/lib/http/sitemap_response.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** The sitemap, or the index of its files. */
export const handler = pageRoute({ access: "anyone" }, {
  async GET({ state: { services } }) {
    return sitemapResponse(await services.sitemap.root());
  },
});
