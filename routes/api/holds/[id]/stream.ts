import { holdEventSchema } from "@/lib/board/hold_view.ts";
import { findHold } from "@/lib/holds/holds.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/holds/{id}/stream", {
  GET: method({
    operationId: "streamHold",
    summary: "Follow a hold live",
    description:
      "Server-sent events: `hold` immediately and on each change; `ended` when the hold has ended, after which the stream closes.",
    params: idParams,
    responses: { 200: { contentType: "text/event-stream", schema: holdEventSchema } },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const find = () => findHold(services, caller, params.id);
      return services.holdStreams.open(orNotFound(await find()), find, caller);
    },
  }),
});
