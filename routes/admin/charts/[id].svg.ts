import { HttpError } from "fresh";
import { z } from "zod";
import { readChart } from "@/lib/events/halls.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { chartToSvg } from "@/lib/seats/chart_svg.ts";

/** A still picture of a hall in its newest version. */
export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ params, state: { services } }) {
    const id = z.uuid().safeParse(params.id);
    const stored = id.success ? await readChart(services.sql, id.data) : null;
    if (!stored) throw new HttpError(404);
    return new Response(chartToSvg(stored.chart), {
      headers: { "content-type": "image/svg+xml", "cache-control": "private, max-age=300" },
    });
  },
});
