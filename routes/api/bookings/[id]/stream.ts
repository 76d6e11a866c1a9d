import { z } from "zod";
import { findBooking, readableBy } from "@/lib/bookings/view.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";

export const handler = endpoint("/api/bookings/{id}/stream", {
  GET: method({
    summary: "A booking live: its status at once and on each change; ends after a final one",
    role: "user",
    params: z.object({ id: z.uuid() }),
    responses: { 200: { contentType: "text/event-stream" } },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const booking = await findBooking(services, params.id, readableBy(caller.user));
      return booking ? services.bookingStreams.open(booking) : problem("not-found");
    },
  }),
});
