import { actorOf } from "@/lib/auth/caller.ts";
import {
  createVenue,
  listVenues,
  venueInputSchema,
  venueQuerySchema,
  venueSchema,
} from "@/lib/charts/halls.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, keyedBy, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/venues", {
  GET: method({
    operationId: "listVenues",
    summary: "List venues",
    description: "All venues, in the order in which they were added.",
    access: "edit-halls",
    query: venueQuerySchema,
    responses: { 200: listSchema(venueSchema) },
    async handle({ services, query }) {
      return Response.json(await listVenues(services.sql, query));
    },
  }),

  POST: method({
    operationId: "createVenue",
    summary: "Add a venue",
    description: "Adds a venue.",
    access: "edit-halls",
    body: venueInputSchema,
    idempotencyKey: "optional",
    responses: { 201: venueSchema },
    async handle({ services, caller, body, idempotencyKey }) {
      const keyed = keyedBy(caller, idempotencyKey, ["venue", body]);
      const created = await createVenue(services.sql, actorOf(caller), body, keyed);
      if (!created.ok) throw new Problem(created.code);
      return Response.json(created.value, { status: 201 });
    },
  }),
});
