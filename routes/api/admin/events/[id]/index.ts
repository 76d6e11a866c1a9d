import { actorOf } from "@/lib/auth/caller.ts";
import { deleteEvent, eventToEdit, updateEvent } from "@/lib/events/admin.ts";
import { changeOptionsSchema, eventPatchSchema } from "@/lib/events/admin_input.ts";
import { adminEventSchema } from "@/lib/events/admin_view.ts";
import { eventResponse, refusalProblem, writeResponse } from "@/lib/events/write_response.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/events/{id}", {
  GET: method({
    operationId: "getAdminEvent",
    summary: "Get an event for staff",
    description:
      "Returns an event with the members that only staff see. Send its ETag in `If-Match` when writing.",
    responseHeaders: ["ETag"],
    access: "edit-events",
    params: uuidParams,
    responses: { 200: adminEventSchema },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      return await eventResponse(
        services,
        orNotFound(await eventToEdit(services.sql, caller.user, params.id)),
      );
    },
  }),

  PATCH: method({
    operationId: "updateEvent",
    summary: "Change an event",
    description:
      "Changes the given members and leaves the others unchanged. With `chartId`, the event moves to the newest " +
      "version of that chart. After a change of time, doors or hall, everyone who booked gets a message.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-events",
    params: uuidParams,
    body: eventPatchSchema.extend(changeOptionsSchema.shape).meta({
      id: "EventChange",
      examples: [{ startsAt: "2027-03-12T20:00:00Z", notify: { reason: "The train is late." } }],
    }),
    responses: { 200: adminEventSchema },
    errors: ["not-found", "stale", "seats-sold", "hall-occupied"],
    async handle({ services, caller, params, body, ctx: { req } }) {
      const { notify, allowOverlap, ...patch } = body;
      const ifMatch = req.headers.get("if-match");
      const options = { notify, allowOverlap };
      const written = await updateEvent(services, actorOf(caller), params.id, patch, ifMatch, options);
      return await writeResponse(services, written);
    },
  }),

  DELETE: method({
    operationId: "deleteEvent",
    summary: "Delete an event",
    description: "Deletes an event that has never had a booking.",
    requestHeaders: ["If-Match"],
    access: "edit-events",
    params: uuidParams,
    responses: { 204: null },
    errors: ["not-found", "stale", "has-bookings"],
    async handle({ services, caller, params, ctx: { req } }) {
      const deleted = await deleteEvent(services, actorOf(caller), params.id, req.headers.get("if-match"));
      if (!deleted.ok) throw refusalProblem(deleted);
      return new Response(null, { status: 204 });
    },
  }),
});
