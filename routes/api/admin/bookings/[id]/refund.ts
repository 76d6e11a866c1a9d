import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import { refundBooking } from "@/lib/bookings/refund.ts";
import { bookingSchema, findBooking } from "@/lib/bookings/view.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";

export const handler = endpoint("/api/admin/bookings/{id}/refund", {
  POST: method({
    operationId: "refundBooking",
    summary: "Refund a booking",
    description:
      "Refunds `amount`; without one all that remains, which ends the booking and voids its tickets.",
    role: rolesThatMay("refund"),
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({
      amount: z.int().min(1).optional().describe("Minor units").meta({ examples: [2500] }),
    }),
    responses: { 200: bookingSchema },
    errors: ["not-found", "not-confirmed", "refund-exceeds"],
    async handle({ services, caller, params, body }) {
      const answer = await refundBooking(services, caller.user, params.id, body.amount ?? null);
      if (!answer.ok) {
        return problem(
          answer.code,
          answer.code === "refund-exceeds" ? { members: { remaining: answer.remaining } } : {},
        );
      }
      const booking = await findBooking(services, params.id, null);
      return Response.json(booking, { headers: { "cache-control": "no-store" } });
    },
  }),
});
