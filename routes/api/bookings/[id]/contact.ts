import { readerOf } from "@/lib/bookings/buyers.ts";
import { eraseGuest } from "@/lib/bookings/guests.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings/{id}/contact", {
  DELETE: method({
    operationId: "eraseContact",
    summary: "Erase the contact of a guest's booking",
    description:
      "Erases the name, email address and messages of a booking that was placed as a guest, for that guest or an admin. The tickets stay valid, but the booking's link no longer opens it.",
    access: "book",
    guests: "visitors",
    params: uuidParams,
    responses: { 204: null },
    errors: ["not-found"],
    async handle({ services, params, ctx }) {
      if (!await eraseGuest(services, params.id, readerOf(ctx.state))) throw new Problem("not-found");
      return new Response(null, { status: 204 });
    },
  }),
});
