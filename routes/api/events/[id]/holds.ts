import { z } from "zod";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";
import { answerHold } from "@/lib/seats/hold_answer.ts";
import { holdSchema } from "@/lib/seats/hold_view.ts";
import { createHold, listHolds } from "@/lib/seats/holds.ts";
import { seatChoiceSchema } from "@/lib/seats/seat_choice.ts";

const params = z.object({ id: z.string() });

export const handler = endpoint("/api/events/{id}/holds", {
  GET: method({
    summary: "The caller's holds of the event that are alive",
    params,
    responses: { 200: z.object({ items: z.array(holdSchema), nextCursor: z.null() }) },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const items = await listHolds(services, caller, params.id);
      if (!items) return problem("not-found");
      return Response.json({ items, nextCursor: null }, { headers: { "cache-control": "no-store" } });
    },
  }),

  POST: method({
    summary: "Holds seats, all or none: named ones, the best, or places of a standing area",
    limit: "holds",
    params,
    body: seatChoiceSchema,
    responses: { 201: holdSchema },
    errors: ["not-found", "not-on-sale", "limit-exceeded", "leaves-orphan", "seats-unavailable"],
    async handle({ services, params, body, ctx }) {
      const answer = await createHold(services, ensureVisitor(ctx.state), params.id, body);
      services.metrics.hold(answer.ok ? "held" : answer.code);
      return answerHold(answer, 201);
    },
  }),
});
