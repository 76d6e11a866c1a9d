import { z } from "zod";
import { ownersOf } from "@/lib/auth/caller.ts";
import { placeBooking } from "@/lib/bookings/place.ts";
import { bookingSchema, findBooking, listBookings } from "@/lib/bookings/view.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";
import { paymentTokens } from "@/lib/payments/provider.ts";
import { listSchema, pageQuery } from "@/lib/http/page_query.ts";

export const handler = endpoint("/api/bookings", {
  GET: method({
    operationId: "listBookings",
    summary: "List own bookings",
    description: "The caller's bookings, newest first.",
    role: "user",
    query: pageQuery,
    responses: { 200: listSchema(bookingSchema) },
    async handle({ services, caller, query }) {
      return Response.json(await listBookings(services, caller.user.id, query));
    },
  }),

  POST: method({
    operationId: "createBooking",
    summary: "Book a hold",
    description:
      "Books the seats of a hold and starts the payment. Follow the booking until it is `final`. The same key and body again return the same booking, never a second one.",
    responseHeaders: ["Location"],
    role: "user",
    limit: "bookings",
    idempotencyKey: true,
    body: z.strictObject({ holdId: z.string().max(100), paymentToken: z.enum(paymentTokens) }).meta({
      examples: [{ holdId: "01977f6e-2c10-7b44-8a6d-90b1c3d4e5f6.5Qm2xT", paymentToken: "tok_approve" }],
    }),
    responses: { 200: bookingSchema, 202: bookingSchema },
    errors: [
      "idempotency-key-reused",
      "hold-expired",
      "hold-claimed",
      "seats-unavailable",
      "limit-exceeded",
      "not-on-sale",
    ],
    async handle({ services, caller, body, idempotencyKey, ctx }) {
      const answer = await placeBooking(services, {
        userId: caller.user.id,
        owners: ownersOf(caller),
        ...body,
        idempotencyKey,
        traceparent: ctx.req.headers.get("traceparent") ?? undefined,
      });
      if (!answer.ok) {
        return problem(answer.code, { members: "limit" in answer ? { limit: answer.limit } : {} });
      }
      services.eventLog.kick();
      const booking = answer.placed
        ? answer.booking
        : await findBooking(services, answer.bookingId, caller.user.id);
      if (!booking) return problem("not-found");
      return Response.json(booking, {
        status: answer.placed || booking.status === "pending" ? 202 : 200,
        headers: { location: `/api/bookings/${booking.id}` },
      });
    },
  }),
});
