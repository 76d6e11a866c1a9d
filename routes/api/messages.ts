import { z } from "zod";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { listMessages, messageSchema } from "@/lib/notifications/inbox.ts";

export const handler = endpoint("/api/messages", {
  GET: method({
    summary: "The caller's messages (the simulated e-mails), newest first",
    role: "user",
    query: pageQuery,
    responses: { 200: z.object({ items: z.array(messageSchema), nextCursor: z.string().nullable() }) },
    async handle({ services, caller, query }) {
      return Response.json(await listMessages(services.sql, caller.user.id, query));
    },
  }),
});
