import { chartSchema } from "@/lib/charts/chart.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { respond } from "@/lib/http/wire/respond.ts";
import { acceptsGzip } from "@/lib/http/wire/encodings.ts";
import { matchesEtag } from "@/lib/http/wire/etags.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/events/{id}/chart", {
  GET: method({
    operationId: "getEventChart",
    summary: "Get the seat map",
    description:
      "The geometry of the hall. It never changes for a given ETag; an event may move to another version.",
    isCrossOrigin: true,
    requestHeaders: ["If-None-Match"],
    responseHeaders: ["ETag"],
    params: idParams,
    responses: { 200: chartSchema, 304: null },
    errors: ["not-found"],
    async handle({ services: { catalog }, params, ctx: { req } }) {
      const event = orNotFound(await catalog.publicEvent(params.id));
      const { json, gzip, etag } = await catalog.chart(event);
      // An event may move to another version, so caches must revalidate.
      const headers = { etag, "cache-control": "public, no-cache, no-transform", vary: "accept-encoding" };
      if (matchesEtag(req.headers.get("if-none-match"), etag)) {
        return new Response(null, { status: 304, headers });
      }
      const type = { ...headers, "content-type": "application/json" };
      return acceptsGzip(req.headers.get("accept-encoding"))
        ? respond(gzip, { ...type, "content-encoding": "gzip" })
        : respond(json, type);
    },
  }),
});
