import { readerOf } from "@/lib/bookings/buyers.ts";
import { findBookingToPrint } from "@/lib/bookings/queries.ts";
import { siteUrl } from "@/lib/config.ts";
import { orNotFound, Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";
import { calendarFile } from "@/lib/tickets/calendar.ts";

export const handler = endpoint("/api/bookings/{id}/calendar.ics", {
  GET: method({
    operationId: "downloadCalendar",
    summary: "Download a calendar file",
    description: "The event of a booking as an iCalendar file, in the language of the tickets.",
    access: "book",
    guests: "visitors",
    params: uuidParams,
    responses: { 200: { contentType: "text/calendar" } },
    errors: ["not-found", "not-confirmed"],
    async handle({ services, params, ctx }) {
      const found = await findBookingToPrint(services, params.id, readerOf(ctx.state), ctx.state.locale);
      const { booking, event, locale } = orNotFound(found);
      if (booking.status === "pending" || booking.status === "failed" || !event) {
        throw new Problem("not-confirmed");
      }
      const file = calendarFile(booking, event, {
        site: siteUrl(services.config),
        now: services.now(),
        locale,
      });
      return new Response(file, {
        headers: {
          "content-type": "text/calendar; charset=utf-8",
          "content-disposition": `attachment; filename="${booking.code}.ics"`,
          "cache-control": "private, no-store",
        },
      });
    },
  }),
});
