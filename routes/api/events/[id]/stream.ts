import { seatEventSchema } from "@/lib/board/seat_events.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/events/{id}/stream", {
  GET: method({
    operationId: "streamEventSeats",
    summary: "Follow the seats live",
    description:
      "Server-sent events: a snapshot first, or the deltas missed since `Last-Event-ID`, then every change. `version` increases by one per delta.",
    isCrossOrigin: true,
    requestHeaders: ["Last-Event-ID"],
    params: idParams,
    responses: { 200: { contentType: "text/event-stream", schema: seatEventSchema } },
    errors: ["not-found"],
    async handle({ services, caller, params, ctx }) {
      const event = orNotFound(await services.catalog.publicEvent(params.id));
      return await services.seatStreams.open(event.id, ctx.req.headers.get("last-event-id"), caller);
    },
  }),
});
