import { actorOf } from "@/lib/auth/caller.ts";
import { cancelEvent } from "@/lib/events/admin.ts";
import { adminEventSchema } from "@/lib/events/admin_view.ts";
import { writeResponse } from "@/lib/events/write_response.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/events/{id}/cancel", {
  POST: method({
    operationId: "cancelEvent",
    summary: "Cancel an event",
    description: "Cancels a published event, and cancels and refunds all of its bookings.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-events",
    params: uuidParams,
    responses: { 200: adminEventSchema },
    errors: ["not-found", "stale", "validation"],
    async handle({ services, caller, params, ctx: { req } }) {
      const ifMatch = req.headers.get("if-match");
      return await writeResponse(services, await cancelEvent(services, actorOf(caller), params.id, ifMatch));
    },
  }),
});
