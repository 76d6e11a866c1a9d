import { z } from "zod";
import { holdSchema } from "@/lib/board/hold_view.ts";
import { holdResponse, refusalProblem } from "@/lib/holds/hold_response.ts";
import { changeHold, findHold, releaseHold } from "@/lib/holds/holds.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { seatIdsSchema } from "@/lib/seats/seat_choice.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/holds/{id}", {
  GET: method({
    operationId: "getHold",
    summary: "Get a hold",
    description: "Returns one of the caller's live holds.",
    params: idParams,
    responses: { 200: holdSchema },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const hold = orNotFound(await findHold(services, caller, params.id));
      return holdResponse({ ok: true, hold }, 200);
    },
  }),

  PUT: method({
    operationId: "updateHold",
    summary: "Replace the seats of a hold",
    description:
      "Atomically holds the seats that are new and releases those left out; `expiresAt` does not change. A refused request changes nothing.",
    limit: "holds",
    params: idParams,
    body: z.strictObject({ seats: seatIdsSchema }).meta({ examples: [{ seats: ["A-12", "A-13"] }] }),
    responses: { 200: holdSchema },
    errors: [
      "not-found",
      "hold-claimed",
      "not-on-sale",
      "limit-exceeded",
      "leaves-orphan",
      "seats-unavailable",
    ],
    async handle({ services, caller, params, body }) {
      return holdResponse(await changeHold(services, caller, params.id, body.seats), 200);
    },
  }),

  DELETE: method({
    operationId: "releaseHold",
    summary: "Release a hold",
    description:
      "Ends the hold and frees its seats. If the hold does not exist or is not the caller's, the request succeeds and does nothing.",
    params: idParams,
    responses: { 204: null },
    errors: ["hold-claimed"],
    async handle({ services, caller, params }) {
      const released = await releaseHold(services, caller, params.id);
      if (!released.ok) throw refusalProblem(released);
      return new Response(null, { status: 204 });
    },
  }),
});
