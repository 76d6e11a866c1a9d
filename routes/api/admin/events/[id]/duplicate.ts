import { actorOf } from "@/lib/auth/caller.ts";
import { duplicateEvent } from "@/lib/events/admin.ts";
import { adminEventSchema } from "@/lib/events/admin_view.ts";
import { writeResponse } from "@/lib/events/write_response.ts";
import { endpoint, keyedBy, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/events/{id}/duplicate", {
  POST: method({
    operationId: "duplicateEvent",
    summary: "Copy an event",
    description:
      "Copies an event with its hall and prices, without its times, into a draft that the caller owns.",
    responseHeaders: ["ETag", "Location"],
    access: "edit-events",
    params: uuidParams,
    idempotencyKey: "optional",
    responses: { 201: adminEventSchema },
    errors: ["not-found"],
    async handle({ services, caller, params, idempotencyKey }) {
      const keyed = keyedBy(caller, idempotencyKey, ["duplicate", params.id]);
      return await writeResponse(
        services,
        await duplicateEvent(services, actorOf(caller), params.id, keyed),
        201,
      );
    },
  }),
});
