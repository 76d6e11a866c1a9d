import { refundBooking, refundRequestSchema } from "@/lib/bookings/refund.ts";
import { staffBookingSchema } from "@/lib/bookings/queries.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, invalid, keyedBy, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/bookings/{id}/refund", {
  POST: method({
    operationId: "refundBooking",
    summary: "Refund a booking",
    description:
      "Refunds `amount`, or the price of `tickets`, which become void. Without either it refunds everything that remains, " +
      "ends the booking and voids its tickets.",
    access: "refund",
    params: uuidParams,
    body: refundRequestSchema,
    idempotencyKey: { requiredWith: "tickets" },
    responses: { 200: staffBookingSchema },
    errors: ["not-found", "not-confirmed", "refund-exceeds", "ticket-void"],
    async handle({ services, caller, params, body, idempotencyKey }) {
      const keyed = keyedBy(caller, idempotencyKey, ["refund", params.id, body]);
      const answer = await refundBooking(services, caller.user, params.id, body, { keyed });
      if (answer.ok) return Response.json(answer.booking);
      switch (answer.code) {
        case "validation":
          throw invalid(answer.path, answer.message);
        case "refund-exceeds":
          throw new Problem(answer.code, { members: { remaining: answer.remaining } });
        case "ticket-void":
          throw new Problem(answer.code, { members: { tickets: answer.tickets } });
        case "changed":
          throw new Error("the API never sends what was shown");
        default:
          throw new Problem(answer.code);
      }
    },
  }),
});
