import { z } from "zod";
import { findBookingToPrint, readableBy } from "@/lib/bookings/queries.ts";
import { siteAddress } from "@/lib/config.ts";
import { problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";
import { calendarFile } from "@/lib/tickets/calendar.ts";

export const handler = endpoint("/api/bookings/{id}/calendar.ics", {
  GET: method({
    operationId: "downloadCalendar",
    summary: "Download a calendar file",
    description: "The event of a confirmed booking as an iCalendar file.",
    access: "book",
    params: z.object({ id: z.uuid() }),
    responses: { 200: { contentType: "text/calendar" } },
    errors: ["not-found", "not-confirmed"],
    async handle({ services, caller, params, ctx }) {
      const reader = readableBy(caller.user);
      const found = await findBookingToPrint(services, params.id, reader, ctx.state.locale);
      if (!found) return problem("not-found");
      const { booking, locale } = found;
      const event = await services.catalog.event(booking.eventId);
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
