import { readerOf } from "@/lib/bookings/buyers.ts";
import { bookingEventSchema, readBooking } from "@/lib/bookings/queries.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings/{id}/stream", {
  GET: method({
    operationId: "streamBooking",
    summary: "Follow a booking live",
    description:
      "Server-sent events: the booking immediately and on each change. The stream ends once the booking is `final`.",
    access: "book",
    guests: "visitors",
    params: uuidParams,
    responses: { 200: { contentType: "text/event-stream", schema: bookingEventSchema } },
    errors: ["not-found"],
    async handle({ services, caller, params, ctx }) {
      const booking = await readBooking(services, readerOf(ctx.state), params.id);
      return services.bookingStreams.open(orNotFound(booking), caller);
    },
  }),
});
