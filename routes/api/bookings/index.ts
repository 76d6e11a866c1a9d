import { z } from "zod";
import { ownersOf } from "@/lib/auth/caller.ts";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import { guestShape, type Purchaser } from "@/lib/bookings/buyers.ts";
import { placeBooking, type PlaceResult } from "@/lib/bookings/place.ts";
import { bookingSchema, findBooking, listBookings } from "@/lib/bookings/queries.ts";
import { listSchema, pageQuery } from "@/lib/http/page_query.ts";
import { orNotFound, Problem } from "@/lib/http/problem.ts";
import { traceparentOf } from "@/lib/http/wire/client.ts";
import { seatIdsSchema } from "@/lib/seats/seat_choice.ts";
import { endpoint, type EndpointContext, invalid, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings", {
  GET: method({
    operationId: "listBookings",
    summary: "List your bookings",
    description: "The caller's bookings, newest first.",
    access: "book",
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
      "Books the seats of a hold and starts the payment. Follow the booking until it is `final`. Repeating the same key and body returns the same booking, never a second one. A guest books with `email` instead of an account; the visitor cookie then reads and cancels the booking, as does the link in its email.",
    responseHeaders: ["Location"],
    access: "book",
    guests: { with: "email" },
    limit: "bookings",
    idempotencyKey: true,
    body: z.strictObject({
      holdId: z.string().max(100),
      paymentToken: z.string().max(200).optional().describe(
        "The token that the payment provider's form returned. May be omitted if the total is 0",
      ),
      expectedTotal: z.int().min(0).optional().describe("The total that the buyer was shown, in minor units"),
      expectedSeats: seatIdsSchema.optional().describe(
        "The ids of the seats that the buyer was shown, in any order",
      ),
      email: guestShape.email.optional().describe(
        "A guest's; required without an account, and refused with one",
      ),
      name: guestShape.name.optional().describe("A guest's"),
    }).meta({
      examples: [{
        holdId: "01977f6e2c107b448a6d90b1c3d4e5f65b9d3c71e08f42a6d01c",
        paymentToken: "tok_approve",
        expectedTotal: 5000,
        expectedSeats: ["A-1", "A-2"],
      }],
    }),
    responses: { 200: bookingSchema, 202: bookingSchema },
    errors: [
      "idempotency-key-reused",
      "hold-expired",
      "hold-claimed",
      "hold-changed",
      "seats-unavailable",
      "limit-exceeded",
      "not-on-sale",
    ],
    async handle({ services, body, idempotencyKey, ctx }) {
      const { holdId, paymentToken, expectedTotal: total, expectedSeats: seats } = body;
      const purchaser = purchaserOf(ctx.state, body);
      if (paymentToken !== undefined && !services.provider.recognizes(paymentToken)) {
        throw invalid("paymentToken", "is not a token of the payment provider");
      }
      const result = await placeBooking(services, {
        purchaser,
        owners: ownersOf(ctx.state.caller),
        holdId,
        paymentToken,
        expected: total === undefined && seats === undefined ? undefined : { total, seats },
        locale: ctx.state.locale,
        idempotencyKey,
        traceparent: traceparentOf(ctx.req.headers, services.config),
      });
      if (!result.ok) throw refusalProblem(result);
      const booking = result.placed
        ? result.booking
        : orNotFound(await findBooking(services, result.bookingId));
      return Response.json(booking, {
        status: result.placed || booking.status === "pending" ? 202 : 200,
        headers: { location: `/api/bookings/${booking.id}` },
      });
    },
  }),
});

/**
 * Who books. A guest without a visitor cookie becomes a visitor, to whom the idempotency key belongs.
 * @throws {Problem} `validation`
 */
function purchaserOf(
  state: EndpointContext["state"],
  { email, name = "" }: { email?: string; name?: string },
): Purchaser {
  const { user } = state.caller;
  if (!user) return { visitorId: ensureVisitor(state).visitorId!, email: email!, name };
  if (email !== undefined) throw invalid("email", "is only allowed without an account");
  if (name !== "") throw invalid("name", "is only allowed without an account");
  return { accountId: user.id };
}

function refusalProblem({ ok: _, code, ...members }: Extract<PlaceResult, { ok: false }>): Problem {
  return code === "payment-token-missing"
    ? invalid("paymentToken", "is required, since the total is not 0")
    : new Problem(code, { members });
}
