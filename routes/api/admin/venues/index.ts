import { rolesThatMay } from "@/lib/auth/permissions.ts";
import {
  createVenue,
  listVenues,
  venueInputSchema,
  venueQuerySchema,
  venueSchema,
} from "@/lib/events/halls.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { listSchema } from "@/lib/http/page_query.ts";

const role = rolesThatMay("edit-halls");

export const handler = endpoint("/api/admin/venues", {
  GET: method({
    operationId: "listVenues",
    summary: "List venues",
    description: "All venues, in the order in which they were added.",
    role,
    query: venueQuerySchema,
    responses: { 200: listSchema(venueSchema) },
    async handle({ services, query }) {
      return Response.json(await listVenues(services.sql, query), {
        headers: { "cache-control": "no-store" },
      });
    },
  }),

  POST: method({
    operationId: "createVenue",
    summary: "Add a venue",
    description: "Adds a venue.",
    role,
    body: venueInputSchema,
    responses: { 201: venueSchema },
    async handle({ services, caller, body }) {
      return Response.json(await createVenue(services.sql, caller.user.id, body), { status: 201 });
    },
  }),
});
