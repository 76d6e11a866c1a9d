import { HttpError } from "fresh";
import { pageRoute } from "@/lib/http/page_route.ts";

/** A still picture of the hall, for the page where scripts don't run. */
export const handler = pageRoute({ access: "anyone" }, {
  async GET({ params, state: { services: { catalog } } }) {
    const event = await catalog.publicEvent(params.slug);
    if (!event) throw new HttpError(404);
    const { svg } = await catalog.chart(event);
    return new Response(svg(), {
      headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=300" },
    });
  },
});
