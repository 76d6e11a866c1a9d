import { z } from "zod";
import { eventItemSchema } from "@/lib/events/event.ts";
import { eventQuerySchema } from "@/lib/events/search.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";

export const handler = endpoint("/api/events", {
  GET: method({
    summary: "Events that are to come, searched and filtered",
    query: eventQuerySchema,
    responses: {
      200: z.object({
        items: z.array(eventItemSchema),
        nextCursor: z.string().nullable(),
        correctedQ: z.string().optional()
          .describe("Only when no event has the words of q: those that were searched for in their place"),
      }),
    },
    async handle({ services: { catalog }, query: asked }) {
      const { query, list: { items, nextCursor } } = await catalog.search(asked);
      const correctedQ = query === asked ? undefined : query.q;
      return Response.json(
        { items: await catalog.items(items), nextCursor, correctedQ },
        { headers: { "cache-control": "no-store" } },
      );
    },
  }),
});
