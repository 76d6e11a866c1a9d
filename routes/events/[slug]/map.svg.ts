import { orNotFound } from "@/lib/http/problem.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** A still picture of the hall with current availability, shown until the map is live and where scripts don't run. */
export const handler = pageRoute({ access: "anyone" }, {
  async GET({ params, state: { services: { catalog } } }) {
    const event = orNotFound(await catalog.publicEvent(params.slug));
    return new Response(await catalog.picture(event), {
      headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=5" },
    });
  },
});
