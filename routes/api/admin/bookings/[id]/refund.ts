import { proofErrors, proofProblem, proofShape } from "@/lib/account/reauthenticate.ts";
import { actorOf } from "@/lib/auth/caller.ts";
import { refundRequestSchema, refundWithProof } from "@/lib/bookings/refund.ts";
import { staffBookingSchema } from "@/lib/bookings/queries.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, invalid, keyedBy, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/bookings/{id}/refund", {
  POST: method({
    operationId: "refundBooking",
    summary: "Refund a booking",
    description:
      "Refunds `amount`, or the price of `tickets`, which become void. Without either it refunds everything that remains, " +
      "ends the booking and voids its tickets. Amounts above the setting `REAUTH_ABOVE` need the password or a passkey.",
    access: "refund",
    params: uuidParams,
    body: refundRequestSchema.safeExtend(proofShape),
    idempotencyKey: { requiredWith: "tickets" },
    responses: { 200: staffBookingSchema },
    errors: [...proofErrors, "not-found", "not-confirmed", "refund-exceeds", "ticket-void"],
    async handle(
      { services, caller, params, body: { password, code, passkey, ...request }, idempotencyKey },
    ) {
      const keyed = keyedBy(caller, idempotencyKey, ["refund", params.id, request]);
      const proof = { password, code, passkey, sessionId: caller.sessionId };
      const result = await refundWithProof(services, actorOf(caller), params.id, request, proof, { keyed });
      if (result.ok) return Response.json(result.booking);
      switch (result.code) {
        case "validation":
          throw invalid(result.path, result.message);
        case "refund-exceeds":
          throw new Problem(result.code, { members: { remaining: result.remaining } });
        case "ticket-void":
          throw new Problem(result.code, { members: { tickets: result.tickets } });
        case "reauthentication-required":
        case "invalid-credentials":
        case "rate-limited":
          throw proofProblem(result);
        case "changed":
          throw new Error("only a request with `shownRemaining` can be refused as changed");
        default:
          throw new Problem(result.code);
      }
    },
  }),
});
