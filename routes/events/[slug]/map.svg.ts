import { HttpError } from "fresh";
import { chartToSvg } from "@/lib/seats/chart_svg.ts";
import { pageRoute } from "@/lib/http/page_route.ts";

/** A still picture of the hall with what is free at this moment: until the map is live, and where scripts don't run. */
export const handler = pageRoute({ access: "anyone" }, {
  async GET({ params, state: { services: { catalog } } }) {
    const event = await catalog.publicEvent(params.slug);
    if (!event) throw new HttpError(404);
    const [{ chart }, { statuses }] = await Promise.all([catalog.chart(event), catalog.overview(event)]);
    return new Response(chartToSvg(chart, { statuses }), {
      headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=5" },
    });
  },
});
