import { seatsSnapshotSchema } from "@/lib/board/seat_events.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { respond } from "@/lib/http/wire/respond.ts";
import { acceptsGzip } from "@/lib/http/wire/encodings.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/events/{id}/seats", {
  GET: method({
    operationId: "getEventSeats",
    summary: "Get the status of all seats",
    description: "The current status of every seat, with the position from which the stream continues.",
    isCrossOrigin: true,
    params: idParams,
    responses: { 200: seatsSnapshotSchema },
    errors: ["not-found"],
    async handle({ services, params, ctx: { req } }) {
      const event = orNotFound(await services.catalog.publicEvent(params.id));
      const { json, gzip } = await services.seatStreams.snapshot(event.id);
      const headers = {
        "content-type": "application/json",
        "cache-control": "no-store",
        vary: "accept-encoding",
      };
      return acceptsGzip(req.headers.get("accept-encoding"))
        ? respond(gzip(), { ...headers, "content-encoding": "gzip" })
        : respond(json, headers);
    },
  }),
});
