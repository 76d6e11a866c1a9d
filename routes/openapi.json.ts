import { z } from "zod";
import manifest from "@/deno.json" with { type: "json" };
import { etagOf, matchesEtag } from "@/lib/http/wire/etags.ts";
import { type Endpoint, endpoint, method } from "@/lib/server/endpoint.ts";
import { type Area, openApiDocument } from "@/lib/server/openapi.ts";
import * as audit from "./api/admin/audit.ts";
import * as refundBooking from "./api/admin/bookings/[id]/refund.ts";
import * as draft from "./api/admin/charts/[id]/draft.ts";
import * as adminChart from "./api/admin/charts/[id]/index.ts";
import * as publishChart from "./api/admin/charts/[id]/publish.ts";
import * as chartVersion from "./api/admin/charts/[id]/versions/[version].ts";
import * as chartVersions from "./api/admin/charts/[id]/versions/index.ts";
import * as importChart from "./api/admin/charts/import.ts";
import * as adminCharts from "./api/admin/charts/index.ts";
import * as checkins from "./api/admin/checkins/index.ts";
import * as retryDeadLetter from "./api/admin/deadletters/[id]/retry.ts";
import * as deadLetters from "./api/admin/deadletters/index.ts";
import * as eventArtwork from "./api/admin/events/[id]/artwork.ts";
import * as eventBookings from "./api/admin/events/[id]/bookings.ts";
import * as cancelEvent from "./api/admin/events/[id]/cancel.ts";
import * as duplicateEvent from "./api/admin/events/[id]/duplicate.ts";
import * as adminEvent from "./api/admin/events/[id]/index.ts";
import * as publishEvent from "./api/admin/events/[id]/publish.ts";
import * as adminEvents from "./api/admin/events/index.ts";
import * as account from "./api/admin/users/[id].ts";
import * as accounts from "./api/admin/users/index.ts";
import * as venues from "./api/admin/venues/index.ts";
import * as confirm from "./api/auth/confirm.ts";
import * as forgotPassword from "./api/auth/password/forgot.ts";
import * as resetPassword from "./api/auth/password/reset.ts";
import * as login from "./api/auth/login.ts";
import * as logout from "./api/auth/logout.ts";
import * as passkey from "./api/auth/passkey/index.ts";
import * as passkeyOptions from "./api/auth/passkey/options.ts";
import * as refresh from "./api/auth/refresh.ts";
import * as register from "./api/auth/register.ts";
import * as bookingCalendar from "./api/bookings/[id]/calendar.ics.ts";
import * as cancelBooking from "./api/bookings/[id]/cancel.ts";
import * as booking from "./api/bookings/[id]/index.ts";
import * as bookingContact from "./api/bookings/[id]/contact.ts";
import * as joinBooking from "./api/bookings/[id]/join.ts";
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
import * as holdStream from "./api/holds/[id]/stream.ts";
import * as me from "./api/me.ts";
import * as confirmation from "./api/me/confirmation.ts";
import * as ownEmail from "./api/me/email.ts";
import * as ownData from "./api/me/export.ts";
import * as ownPassword from "./api/me/password.ts";
import * as ownPasskey from "./api/me/factors/passkeys/[id].ts";
import * as ownPasskeys from "./api/me/factors/passkeys/index.ts";
import * as newPasskey from "./api/me/factors/passkeys/options.ts";
import * as totp from "./api/me/factors/totp/index.ts";
import * as verifyTotp from "./api/me/factors/totp/verify.ts";
import * as reauthentication from "./api/me/reauthentication/options.ts";
import * as session from "./api/me/sessions/[id].ts";
import * as sessions from "./api/me/sessions/index.ts";
import * as messages from "./api/messages.ts";
import * as healthz from "./healthz.ts";
import * as metrics from "./metrics.ts";
import * as readyz from "./readyz.ts";

export const handler = endpoint("/openapi.json", {
  GET: method({
    operationId: "getOpenApiDocument",
    summary: "Get this document",
    description: "The OpenAPI 3.1 document of this API.",
    access: "anonymous",
    isCrossOrigin: true,
    requestHeaders: ["If-None-Match"],
    responseHeaders: ["ETag"],
    responses: {
      200: z.looseObject({
        openapi: z.string(),
        info: z.looseObject({ title: z.string(), version: z.string() }),
      }).meta({ examples: [{ openapi: "3.1.0", info: { title: "Aisle", version: "1.0.0" } }] }),
      304: null,
    },
    async handle({ ctx }) {
      const { text, etag } = await (serialized ??= serializeDocument());
      const headers = { etag, "cache-control": "public, max-age=300", "content-type": "application/json" };
      if (matchesEtag(ctx.req.headers.get("if-none-match"), etag)) {
        return new Response(null, { status: 304, headers });
      }
      return new Response(text, { headers });
    },
  }),
});

/** All endpoints by topic; a test compares them with the route files. */
export const areas: Area[] = [
  area(
    "Accounts",
    "Creating an account, signing in and out, listing and ending sessions, and changing or deleting the account.",
    [
      ...[register, login, refresh, logout, me, sessions, session, confirm, confirmation],
      ...[forgotPassword, resetPassword, ownPassword, ownEmail],
      ...[totp, verifyTotp, newPasskey, ownPasskeys, ownPasskey],
      ...[passkeyOptions, passkey, reauthentication, ownData],
    ],
  ),
  area("Events", "Public: events, their seat maps, and the current status of their seats.", [
    ...[events, event, chart, seats, eventStream],
  ]),
  area("Holds", "Seats set aside for a few minutes, for an account or a guest.", [
    ...[eventHolds, hold, holdStream, extendHold],
  ]),
  area("Bookings", "Paying for a hold, with an account or as a guest, tickets, and messages.", [
    ...[bookings, booking, bookingStream, bookingTickets, bookingCalendar, cancelBooking, joinBooking],
    ...[bookingContact, messages],
  ]),
  area(
    "Event management",
    "For organizers: events from draft to cancellation, their bookings and refunds.",
    [
      ...[adminEvents, adminEvent, publishEvent, cancelEvent, duplicateEvent, eventArtwork],
      ...[eventBookings, refundBooking],
    ],
  ),
  area(
    "Halls",
    "For organizers: venues and the charts of their halls, which are drawn as drafts and published as versions.",
    [
      ...[venues, adminCharts, adminChart, importChart],
      ...[draft, publishChart, chartVersions, chartVersion],
    ],
  ),
  area("Door", "For staff at the door.", [checkins]),
  area("Staff", "For admins: accounts, their roles and locks, and the audit log.", [
    accounts,
    account,
    audit,
  ]),
  area("Operation", "For operators: health, metrics and messages that could not be handled.", [
    ...[healthz, readyz, metrics, deadLetters, retryDeadLetter],
    { handler },
  ]),
];

function area(name: string, description: string, routes: { handler: Endpoint }[]): Area {
  return { name, description, endpoints: routes.map(({ handler }) => handler) };
}

let document: ReturnType<typeof openApiDocument> | undefined;

/** The document, generated on the first call; always the same object. */
export function apiDocument(): ReturnType<typeof openApiDocument> {
  return document ??= openApiDocument(areas, about);
}

let serialized: Promise<{ text: string; etag: string }> | undefined;

async function serializeDocument(): Promise<{ text: string; etag: string }> {
  const text = JSON.stringify(apiDocument());
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return { text, etag: etagOf(new Uint8Array(digest).toHex().slice(0, 16)) };
}

const about = {
  title: "Aisle",
  version: manifest.version,
  description: [
    "Book seats at events: read the seat map, hold seats, pay, get tickets. Requests and responses are JSON in UTF-8; " +
    "times are RFC 3339 in UTC, money is an integer in minor units with an ISO 4217 code, ids are opaque strings.",
    "**Errors** are RFC 9457 problems. Switch on `code`, never on the text.",
    "**Lists** are `{items, nextCursor}`: for the next page send `nextCursor` as `cursor` and repeat the other " +
    "parameters; it is null on the last page.",
    "**Pages from other origins** may read anything that needs no credentials: events, charts, seats, their streams and " +
    "this document (CORS, without cookies). Everything else is for this site's own pages.",
    "**Limits** are reported in `RateLimit`; a request over a limit gets 429 with `Retry-After`.",
    "**Versions**: members, parameters, codes, events and values may be added at any time, so ignore those you do not " +
    "know. Names and meanings do not change. Anything to be removed is marked `deprecated` here, its responses have the " +
    "headers `Deprecation` and `Sunset`, and it keeps working for at least six months.",
  ].join("\n\n"),
};
