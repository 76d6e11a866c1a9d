import { actorOf } from "@/lib/auth/caller.ts";
import { eventBookingSchema, eventBookingsQuery, listEventBookings } from "@/lib/bookings/queries.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/events/{id}/bookings", {
  GET: method({
    operationId: "listEventBookings",
    summary: "List the bookings of an event",
    description: "The bookings of an event with their buyers, newest first; with `q`, those that match it.",
    access: "see-bookings",
    params: uuidParams,
    query: eventBookingsQuery,
    responses: { 200: listSchema(eventBookingSchema) },
    errors: ["not-found"],
    async handle({ services, caller, params, query }) {
      const event = orNotFound(await eventToEdit(services.sql, caller.user, params.id));
      return Response.json(await listEventBookings(services.sql, actorOf(caller), event.id, query));
    },
  }),
});
