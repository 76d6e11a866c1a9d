import { listSchema, pageQuery } from "@/lib/http/page_query.ts";
import { listMessages, messageSchema } from "@/lib/notifications/inbox.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/messages", {
  GET: method({
    operationId: "listMessages",
    summary: "List your messages",
    description: "The messages sent to the caller, newest first.",
    access: "own-account",
    query: pageQuery,
    responses: { 200: listSchema(messageSchema) },
    async handle({ services, caller, query }) {
      return Response.json(await listMessages(services.sql, caller.user.id, query));
    },
  }),
});
