import { HttpError } from "fresh";
import { posterSvg } from "@/lib/events/poster.ts";
import { etagOf, matchesEtag } from "@/lib/http/etags.ts";
import { pageRoute } from "@/lib/http/page_route.ts";

const WIDTH_PX = 600;

/** The poster of an event as an image, for where pages are not: previews of links, mails. */
export const handler = pageRoute({ access: "anyone" }, {
  async GET({ req, params, state: { services } }) {
    const event = await services.catalog.publicEvent(params.slug);
    if (!event) throw new HttpError(404);
    const headers = {
      "cache-control": "public, max-age=3600",
      "etag": etagOf(`${event.id}.${event.revision}`),
    };
    if (matchesEtag(req.headers.get("if-none-match"), headers.etag)) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(posterSvg(event, { size: WIDTH_PX }), {
      headers: { ...headers, "content-type": "image/svg+xml" },
    });
  },
});
