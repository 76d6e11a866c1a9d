import { readerOf } from "@/lib/bookings/buyers.ts";
import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { bookingSchema, findBooking } from "@/lib/bookings/queries.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings/{id}/cancel", {
  POST: method({
    operationId: "cancelBooking",
    summary: "Cancel a booking",
    description: "Cancels and refunds one of the caller's confirmed bookings, if the event allows it.",
    access: "book",
    guests: "visitors",
    params: uuidParams,
    responses: { 200: bookingSchema },
    errors: ["not-found", "not-cancellable"],
    async handle({ services, params, ctx }) {
      const result = await cancelBooking(services, params.id, readerOf(ctx.state));
      if (!result.ok) {
        if (result.code !== "not-cancellable") throw new Problem("not-found");
        const { code, why } = result;
        throw new Problem(code, { detail: ({ problems }) => problems[code].why[why] });
      }
      return Response.json(await findBooking(services, params.id));
    },
  }),
});
