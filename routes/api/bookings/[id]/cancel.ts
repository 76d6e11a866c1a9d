import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { bookingSchema, findBooking } from "@/lib/bookings/queries.ts";
import { problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

const reasons = {
  "not-confirmed": "Only a confirmed booking can be cancelled.",
  "not-allowed": "Bookings of this event cannot be cancelled.",
  "too-late": "The time to cancel has passed.",
  "already-used": "Somebody was admitted with one of its tickets.",
} as const;

export const handler = endpoint("/api/bookings/{id}/cancel", {
  POST: method({
    operationId: "cancelBooking",
    summary: "Cancel a booking",
    description: "Cancels a confirmed booking of the caller where the event allows it, and refunds it.",
    access: "book",
    params: uuidParams,
    responses: { 200: bookingSchema },
    errors: ["not-found", "not-cancellable"],
    async handle({ services, caller, params }) {
      const answer = await cancelBooking(services, params.id, caller.user.id);
      if (!answer.ok) {
        return answer.code === "not-cancellable"
          ? problem("not-cancellable", { detail: reasons[answer.why] })
          : problem("not-found");
      }
      return Response.json(await findBooking(services, params.id, caller.user.id));
    },
  }),
});
