import { ensureVisitor } from "@/lib/auth/identify.ts";
import { holdSchema } from "@/lib/board/hold_view.ts";
import { holdResponse } from "@/lib/holds/hold_response.ts";
import { createHold, listHolds } from "@/lib/holds/holds.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { seatChoiceSchema } from "@/lib/seats/seat_choice.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/events/{id}/holds", {
  GET: method({
    operationId: "listHolds",
    summary: "List your holds for an event",
    description: "The caller's live holds for the event, all on one page.",
    params: idParams,
    responses: { 200: listSchema(holdSchema) },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const items = orNotFound(await listHolds(services, caller, params.id));
      return Response.json({ items, nextCursor: null });
    },
  }),

  POST: method({
    operationId: "createHold",
    summary: "Hold seats",
    description:
      "Holds seats for a few minutes, all or none: named seats, the best available ones, or places in a standing area. The response sets the visitor cookie for a guest who has none.",
    responseHeaders: ["Location"],
    limit: "holds",
    params: idParams,
    body: seatChoiceSchema,
    responses: { 201: holdSchema },
    errors: ["not-found", "not-on-sale", "limit-exceeded", "cool-down", "leaves-orphan", "seats-unavailable"],
    async handle({ services, params, body, ctx }) {
      return holdResponse(await createHold(services, ensureVisitor(ctx.state), params.id, body), 201);
    },
  }),
});
