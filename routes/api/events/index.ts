import { z } from "zod";
import { eventItem, eventItemSchema } from "@/lib/events/event.ts";
import { eventQuerySchema } from "@/lib/events/search.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";

export const handler = endpoint("/api/events", {
  GET: method({
    summary: "Events that are to come, searched and filtered",
    query: eventQuerySchema,
    responses: { 200: z.object({ items: z.array(eventItemSchema), nextCursor: z.string().nullable() }) },
    async handle({ services: { catalog, now }, query }) {
      const { items, nextCursor } = await catalog.list(query);
      const counts = await catalog.counts(items);
      return Response.json(
        { items: items.map((event) => eventItem(event, counts.get(event.id)!, now())), nextCursor },
        { headers: { "cache-control": "no-store" } },
      );
    },
  }),
});
