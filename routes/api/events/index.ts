import { z } from "zod";
import { eventItemSchema } from "@/lib/events/event.ts";
import { eventQuerySchema } from "@/lib/events/search.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";

export const handler = endpoint("/api/events", {
  GET: method({
    summary: "Events that are to come, searched and filtered",
    query: eventQuerySchema,
    responses: { 200: z.object({ items: z.array(eventItemSchema), nextCursor: z.string().nullable() }) },
    async handle({ services: { catalog }, query }) {
      const { items, nextCursor } = await catalog.list(query);
      return Response.json(
        { items: await catalog.items(items), nextCursor },
        { headers: { "cache-control": "no-store" } },
      );
    },
  }),
});
