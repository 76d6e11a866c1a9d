import { readerOf } from "@/lib/bookings/buyers.ts";
import { findBookingToPrint } from "@/lib/bookings/queries.ts";
import { orNotFound, Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/bookings/{id}/tickets.pdf", {
  GET: method({
    operationId: "downloadTickets",
    summary: "Download the tickets",
    description:
      "The tickets of a confirmed booking as a PDF, one page per ticket with its QR code, in the language of the buyer's account, otherwise of the booking.",
    access: "book",
    guests: "visitors",
    limit: "pdf",
    params: uuidParams,
    responses: { 200: { contentType: "application/pdf" } },
    errors: ["not-found", "not-confirmed"],
    async handle({ services, params, ctx }) {
      const found = await findBookingToPrint(services, params.id, readerOf(ctx.state), ctx.state.locale);
      const { booking, event, locale } = orNotFound(found);
      if (booking.status !== "confirmed" || !event) throw new Problem("not-confirmed");
      return new Response(await services.printer.print(booking, event, locale), {
        headers: {
          "content-type": "application/pdf",
          "content-disposition": `inline; filename="tickets-${booking.code}.pdf"`,
          "cache-control": "private, no-store",
        },
      });
    },
  }),
});
