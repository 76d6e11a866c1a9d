import { actorOf } from "@/lib/auth/caller.ts";
import { publishEvent } from "@/lib/events/admin.ts";
import { changeOptionsSchema } from "@/lib/events/admin_input.ts";
import { adminEventSchema } from "@/lib/events/admin_view.ts";
import { writeResponse } from "@/lib/events/write_response.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/events/{id}/publish", {
  POST: method({
    operationId: "publishEvent",
    summary: "Publish an event",
    description: "Publishes a draft, if its hall is free at that time. The body may be omitted.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-events",
    params: uuidParams,
    body: changeOptionsSchema.pick({ allowOverlap: true }).meta({ examples: [{ allowOverlap: true }] }),
    bodyOptional: true,
    responses: { 200: adminEventSchema },
    errors: ["not-found", "stale", "validation", "hall-occupied"],
    async handle({ services, caller, params, body, ctx: { req } }) {
      const ifMatch = req.headers.get("if-match");
      return await writeResponse(
        services,
        await publishEvent(services, actorOf(caller), params.id, ifMatch, body),
      );
    },
  }),
});
