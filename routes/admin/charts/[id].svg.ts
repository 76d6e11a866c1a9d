import { HttpError } from "fresh";
import { z } from "zod";
import { newestVersion } from "@/lib/charts/halls.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** The latest version of a hall's chart as an SVG image. */
export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ params, state: { services: { sql, catalog } } }) {
    const id = z.uuid().safeParse(params.id);
    const version = id.success ? await newestVersion(sql, id.data) : null;
    if (version === null) throw new HttpError(404);
    const chart = await catalog.chart({ chartId: params.id, chartVersion: version });
    return new Response(chart.svg(), {
      headers: { "content-type": "image/svg+xml", "cache-control": "private, max-age=300" },
    });
  },
});
