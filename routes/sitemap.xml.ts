import { answerSitemap } from "@/lib/http/sitemap_answer.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** The sitemap, or the index of its files. */
export const handler = pageRoute({ access: "anyone" }, {
  async GET({ state: { services } }) {
    return answerSitemap(await services.sitemap.root());
  },
});
