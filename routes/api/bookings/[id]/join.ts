import { readerOf } from "@/lib/bookings/buyers.ts";
import { joinAccount } from "@/lib/bookings/guests.ts";
import { bookingSchema, findBooking } from "@/lib/bookings/queries.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings/{id}/join", {
  POST: method({
    operationId: "joinBooking",
    summary: "Add a guest's booking to your account",
    description:
      "Moves a booking that was placed as a guest to the caller's account, if its confirmed email address is the one that the guest gave. Only the account can then read it.",
    access: "book",
    params: uuidParams,
    responses: { 200: bookingSchema },
    errors: ["not-found", "other-email", "email-not-confirmed", "limit-exceeded"],
    async handle({ services, caller, params, ctx }) {
      const result = await joinAccount(services, params.id, { ...readerOf(ctx.state), id: caller.user.id });
      if (!result.ok) {
        const { ok: _, code, ...members } = result;
        throw new Problem(code, { members });
      }
      return Response.json(await findBooking(services, params.id));
    },
  }),
});
