import { z } from "zod";
import { eventItemSchema } from "@/lib/events/event.ts";
import { eventQuerySchema } from "@/lib/events/search.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/events", {
  GET: method({
    operationId: "listEvents",
    summary: "List events",
    description: "Upcoming events, searched and filtered. Drafts and events that have ended are not listed.",
    isCrossOrigin: true,
    query: eventQuerySchema,
    responses: {
      200: listSchema(eventItemSchema).extend({
        correctedQ: z.string().optional()
          .describe(
            "The words that were searched for instead of `q`; only present if no event matches `q`",
          ),
      }),
    },
    async handle({ services: { catalog }, query: requested }) {
      const { query, list: { items, nextCursor } } = await catalog.search(requested);
      const correctedQ = query === requested ? undefined : query.q;
      return Response.json(
        { items: await catalog.items(items), nextCursor, correctedQ },
      );
    },
  }),
});
