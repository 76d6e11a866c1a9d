import { actorOf } from "@/lib/auth/caller.ts";
import { createEvent } from "@/lib/events/admin.ts";
import { eventInputSchema } from "@/lib/events/admin_input.ts";
import {
  adminEvent,
  adminEventQuerySchema,
  adminEventSchema,
  listForStaff,
} from "@/lib/events/admin_view.ts";
import { writeResponse } from "@/lib/events/write_response.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { endpoint, keyedBy, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/events", {
  GET: method({
    operationId: "listAdminEvents",
    summary: "List events for staff",
    description:
      "All events that the caller's role may see, including drafts and past ones: latest first, or with `period=upcoming` soonest first.",
    access: "list-events",
    query: adminEventQuerySchema,
    responses: { 200: listSchema(adminEventSchema) },
    async handle({ services: { sql, catalog, now }, caller, query }) {
      const { items, nextCursor } = await listForStaff(sql, caller.user, query, now());
      const counts = await catalog.counts(items);
      return Response.json(
        { items: items.map((event) => adminEvent(event, counts.get(event.id)!, now())), nextCursor },
      );
    },
  }),

  POST: method({
    operationId: "createEvent",
    summary: "Create an event",
    description: "Creates an event as a draft.",
    responseHeaders: ["ETag", "Location"],
    access: "edit-events",
    body: eventInputSchema,
    idempotencyKey: "optional",
    responses: { 201: adminEventSchema },
    async handle({ services, caller, body, idempotencyKey }) {
      const keyed = keyedBy(caller, idempotencyKey, ["event", body]);
      return await writeResponse(services, await createEvent(services, actorOf(caller), body, keyed), 201);
    },
  }),
});
