import { readerOf } from "@/lib/bookings/buyers.ts";
import { bookingSchema, readBooking } from "@/lib/bookings/queries.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings/{id}", {
  GET: method({
    operationId: "getBooking",
    summary: "Get a booking",
    description: "Returns a booking to its owner or an admin.",
    access: "book",
    guests: "visitors",
    params: uuidParams,
    responses: { 200: bookingSchema },
    errors: ["not-found"],
    async handle({ services, params, ctx }) {
      const booking = await readBooking(services, readerOf(ctx.state), params.id);
      return Response.json(orNotFound(booking));
    },
  }),
});
