import { findBookingToPrint } from "@/lib/bookings/queries.ts";
import { siteAddress } from "@/lib/config.ts";
import { problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";
import { calendarFile } from "@/lib/tickets/calendar.ts";

export const handler = endpoint("/api/bookings/{id}/calendar.ics", {
  GET: method({
    operationId: "downloadCalendar",
    summary: "Download a calendar file",
    description: "The event of a confirmed booking as an iCalendar file.",
    access: "book",
    params: uuidParams,
    responses: { 200: { contentType: "text/calendar" } },
    errors: ["not-found", "not-confirmed"],
    async handle({ services, caller, params, ctx }) {
      const found = await findBookingToPrint(services, params.id, caller.user, ctx.state.locale);
      if (!found) return problem("not-found");
      const { booking, event, locale } = found;
      if (booking.status === "pending" || booking.status === "failed" || !event) {
        return problem("not-confirmed");
      }
      const file = calendarFile(booking, event, {
        address: siteAddress(services.config),
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
