import { z } from "zod";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";

export const handler = endpoint("/api/events/{id}/stream", {
  GET: method({
    summary: "The seats live: a snapshot, or what came after Last-Event-ID, then every change",
    params: z.object({ id: z.string() }),
    responses: { 200: { contentType: "text/event-stream" } },
    errors: ["not-found"],
    async handle({ services, params, ctx }) {
      const event = await services.catalog.publicEvent(params.id);
      if (!event) return problem("not-found");
      return await services.seatStreams.open(event.id, ctx.req.headers.get("last-event-id"));
    },
  }),
});
