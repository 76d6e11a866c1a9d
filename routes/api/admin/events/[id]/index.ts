import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import { deleteEvent, eventToEdit, updateEvent } from "@/lib/events/admin.ts";
import { eventPatchSchema } from "@/lib/events/admin_input.ts";
import { adminEventSchema } from "@/lib/events/admin_view.ts";
import { answerEvent, answerRefusal, answerWrite } from "@/lib/events/write_answer.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";

const role = rolesThatMay("edit-events");
const params = z.object({ id: z.uuid() });

export const handler = endpoint("/api/admin/events/{id}", {
  GET: method({
    summary: "An event to edit; its ETag goes into If-Match of a write",
    role,
    params,
    responses: { 200: adminEventSchema },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const event = await eventToEdit(services.sql, caller.user, params.id);
      return event ? await answerEvent(services, event) : problem("not-found");
    },
  }),

  PATCH: method({
    summary: "Changes any part of an event; with chartId it moves to that chart's newest version",
    role,
    params,
    body: eventPatchSchema,
    responses: { 200: adminEventSchema },
    errors: ["not-found", "stale", "seats-sold"],
    async handle({ services, caller, params, body, ctx: { req } }) {
      const ifMatch = req.headers.get("if-match");
      return await answerWrite(services, await updateEvent(services, caller.user, params.id, body, ifMatch));
    },
  }),

  DELETE: method({
    summary: "Deletes an event that never had a booking",
    role,
    params,
    responses: { 204: null },
    errors: ["not-found", "stale", "has-bookings"],
    async handle({ services, caller, params, ctx: { req } }) {
      const answer = await deleteEvent(services, caller.user, params.id, req.headers.get("if-match"));
      return answer.ok ? new Response(null, { status: 204 }) : answerRefusal(answer);
    },
  }),
});
