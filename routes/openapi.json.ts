import manifest from "@/deno.json" with { type: "json" };
import { etagOf, matchesEtag } from "@/lib/http/etags.ts";
import { type Endpoint, endpoint, method } from "@/lib/http/endpoint.ts";
import { openApiDocument } from "@/lib/http/openapi.ts";
import * as refundBooking from "./api/admin/bookings/[id]/refund.ts";
import * as adminChart from "./api/admin/charts/[id].ts";
import * as adminCharts from "./api/admin/charts/index.ts";
import * as checkins from "./api/admin/checkins/index.ts";
import * as retryDeadLetter from "./api/admin/deadletters/[id]/retry.ts";
import * as deadLetters from "./api/admin/deadletters/index.ts";
import * as eventBookings from "./api/admin/events/[id]/bookings.ts";
import * as cancelEvent from "./api/admin/events/[id]/cancel.ts";
import * as duplicateEvent from "./api/admin/events/[id]/duplicate.ts";
import * as adminEvent from "./api/admin/events/[id]/index.ts";
import * as publishEvent from "./api/admin/events/[id]/publish.ts";
import * as adminEvents from "./api/admin/events/index.ts";
import * as venues from "./api/admin/venues/index.ts";
import * as login from "./api/auth/login.ts";
import * as logout from "./api/auth/logout.ts";
import * as refresh from "./api/auth/refresh.ts";
import * as register from "./api/auth/register.ts";
import * as bookingCalendar from "./api/bookings/[id]/calendar.ics.ts";
import * as cancelBooking from "./api/bookings/[id]/cancel.ts";
import * as booking from "./api/bookings/[id]/index.ts";
import * as bookingStream from "./api/bookings/[id]/stream.ts";
import * as bookingTickets from "./api/bookings/[id]/tickets.pdf.ts";
import * as bookings from "./api/bookings/index.ts";
import * as chart from "./api/events/[id]/chart.ts";
import * as eventHolds from "./api/events/[id]/holds.ts";
import * as event from "./api/events/[id]/index.ts";
import * as seats from "./api/events/[id]/seats.ts";
import * as eventStream from "./api/events/[id]/stream.ts";
import * as events from "./api/events/index.ts";
import * as extendHold from "./api/holds/[id]/extend.ts";
import * as hold from "./api/holds/[id]/index.ts";
import * as me from "./api/me.ts";
import * as messages from "./api/messages.ts";
import * as healthz from "./healthz.ts";
import * as metrics from "./metrics.ts";
import * as readyz from "./readyz.ts";

export const handler = endpoint("/openapi.json", {
  GET: method({
    summary: "This document",
    role: "anonymous",
    responses: { 200: { contentType: "application/json" } },
    async handle({ ctx }) {
      const { text, etag } = await (made ??= makeDocument());
      const headers = { etag, "cache-control": "public, max-age=300", "content-type": "application/json" };
      if (matchesEtag(ctx.req.headers.get("if-none-match"), etag)) {
        return new Response(null, { status: 304, headers });
      }
      return new Response(text, { headers });
    },
  }),
});

/** Every endpoint there is; a test compares with the files. */
export const endpoints: Endpoint[] = [
  ...[register, login, refresh, logout, me],
  ...[events, event, chart, seats, eventStream],
  ...[eventHolds, hold, extendHold],
  ...[bookings, booking, bookingStream, bookingTickets, bookingCalendar, cancelBooking, messages],
  ...[adminEvents, adminEvent, publishEvent, cancelEvent, duplicateEvent, eventBookings],
  ...[refundBooking, checkins, venues, adminCharts, adminChart],
  ...[deadLetters, retryDeadLetter],
  ...[healthz, readyz, metrics],
].map((route) => route.handler).concat(handler);

/** Made once, when somebody first asks. */
let made: Promise<{ text: string; etag: string }> | undefined;

async function makeDocument(): Promise<{ text: string; etag: string }> {
  const text = JSON.stringify(openApiDocument(endpoints, manifest.version));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return { text, etag: etagOf(new Uint8Array(digest).toHex().slice(0, 16)) };
}
