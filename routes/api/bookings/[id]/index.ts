import { z } from "zod";
import { bookingSchema, findBooking, readableBy } from "@/lib/bookings/queries.ts";
import { problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings/{id}", {
  GET: method({
    operationId: "getBooking",
    summary: "Get a booking",
    description: "Returns a booking to its owner or an admin.",
    access: "book",
    params: z.object({ id: z.uuid() }),
    responses: { 200: bookingSchema },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const booking = await findBooking(services, params.id, readableBy(caller.user));
      return booking ? Response.json(booking) : problem("not-found");
    },
  }),
});
