import { type Context, HttpError, page } from "fresh";
import { asset } from "fresh/runtime";
import type { ComponentChildren } from "preact";
import { BookingState, WAITING_ID } from "@/components/bookings/BookingState.tsx";
import { SavedNote, SavedRow } from "@/components/bookings/SavedBooking.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import BookingStatus from "@/islands/BookingStatus.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import TicketSlides from "@/islands/TicketSlides.tsx";
import { rememberOpened } from "@/lib/auth/booking_links.ts";
import { readerOf } from "@/lib/bookings/buyers.ts";
import { cancelBooking, type CancelResult } from "@/lib/bookings/cancel.ts";
import { eraseGuest, findByLink, joinAccount } from "@/lib/bookings/guests.ts";
import type { BookingView } from "@/lib/bookings/queries.ts";
import { loadBookingPage } from "@/lib/checkout/booking_page.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { signInPath } from "@/lib/http/wire/same_site_path.ts";
import { spokenIn } from "@/lib/i18n/words.ts";
import { posterTint } from "@/lib/posters/drawn_poster.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define, type State } from "@/utils.ts";

/** The element that shows the booking's state, which the island re-renders. */
const STATE_ID = "booking";

/** Nothing was refused. */
const NO_REFUSAL: { refusal: ComponentChildren; joinRefusal: string | null } = {
  refusal: null,
  joinRefusal: null,
};

export const handler = pageRoute({ access: "book", admitsGuests: true }, {
  /** The page of a booking. With the key of a link, opens the booking in this browser first, at its clean address. */
  async GET(ctx) {
    const { params, state, url } = ctx;
    const key = url.searchParams.get("key");
    if (key !== null) return await openLink(ctx, key);
    state.isSecret = !state.caller.user;
    const data = await loadBookingPage(state.services, readerOf(state), params.id);
    if (!data) return notFound(ctx);
    // All attempts to pay for a hold share the page of the latest.
    if (data.latestId !== data.booking.id) return ctx.redirect(`/bookings/${data.latestId}`, 303);
    return page({ ...data, ...NO_REFUSAL });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    const { params: { id }, state } = ctx;
    state.isSecret = !state.caller.user;
    if (form.get("action") === "join") return await join(ctx);
    if (form.get("action") === "erase") return await erase(ctx);
    if (form.get("action") !== "cancel") throw new HttpError(404);
    const { services, words } = state;
    const reader = readerOf(state);
    const refuse = async (renderRefusal: (booking: BookingView) => ComponentChildren, status: number) => {
      const data = orNotFound(await loadBookingPage(services, reader, id));
      return page({ ...data, ...NO_REFUSAL, refusal: renderRefusal(data.booking) }, { status });
    };
    const refund = form.get("refund") ?? "";
    if (!/^\d{1,15}$/.test(refund)) return await refuse(() => words.bookings.cancelling.incomplete, 422);
    const result = await cancelBooking(services, id, reader, Number(refund));
    if (result.ok) return ctx.redirect(ctx.url.pathname, 303);
    if (result.code === "not-found") return notFound(ctx);
    return await refuse(
      ({ currency }) => <CancelRefusal result={result} currency={currency} />,
      409,
    );
  },
});

/** There is no such booking for this reader; one without an account may find it in theirs. */
function notFound(ctx: Context<State>): Response {
  if (ctx.state.caller.user) throw new HttpError(404);
  return ctx.redirect(signInPath(ctx.url.pathname), 303);
}

/** Lets this browser read the booking of a link, and redirects to the address without its key, with nothing to refer to. */
async function openLink(ctx: Context<State>, key: string): Promise<Response> {
  const { params: { id }, state } = ctx;
  const { services, cookies } = state;
  const booking = await findByLink(services, id, key);
  state.isSecret = !booking;
  if (!booking) throw new HttpError(404);
  rememberOpened(cookies, services.secrets.cookieSecrets, booking);
  const headers = { location: `/bookings/${booking.id}`, "referrer-policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}

/** Erases whom a guest's booking is for. The page is shown a last time, since it cannot be opened again. */
async function erase(ctx: Context<State>) {
  const { params: { id }, state } = ctx;
  const reader = readerOf(state);
  const data = await loadBookingPage(state.services, reader, id);
  if (!data?.guest || !await eraseGuest(state.services, id, reader)) return notFound(ctx);
  return page({ ...data, ...NO_REFUSAL, guest: { ...data.guest, isErased: true } });
}

/** Moves a guest's booking to the reader's account. */
async function join(ctx: Context<State>) {
  const { params: { id }, state, url } = ctx;
  const { services, words } = state;
  const reader = readerOf(state);
  if (reader.id === null) return ctx.redirect(signInPath(url.pathname), 303);
  const result = await joinAccount(services, id, { ...reader, id: reader.id });
  if (result.ok) return ctx.redirect(url.pathname, 303);
  // Of two clicks, the second finds the booking in the account.
  const data = orNotFound(await loadBookingPage(services, reader, id));
  if (result.code === "not-found") return ctx.redirect(url.pathname, 303);
  const refusal = result.code === "limit-exceeded"
    ? words.bookings.joining.limitExceeded({ limit: result.limit })
    : words.problems[result.code].detail;
  return page({ ...data, ...NO_REFUSAL, joinRefusal: refusal }, { status: 409 });
}

export default define.page<typeof handler>(function BookingPage({ data, state }) {
  const { locale, language, words } = state;
  const { booking, event, isOwn } = data;
  const title = words.bookings.title({ status: booking.status, event: isolated(event.title) });
  const hasTickets = booking.tickets.length > 0;
  // Saved tickets belong to an account.
  const canBeSaved = isOwn && state.caller.user !== null;
  return (
    <main id="main" class="tinted" style={{ "--tint": posterTint(event) }}>
      <DocumentHead title={title}>
        <link rel="stylesheet" href={asset("/styles/ticket.css")} />
        {!booking.final && (
          <noscript>
            <meta http-equiv="refresh" content="3" />
          </noscript>
        )}
      </DocumentHead>
      <div class="page-narrow booking-page">
        {canBeSaved && (hasTickets || !booking.final) && <SavedNote hasTickets={hasTickets} />}
        {canBeSaved && hasTickets && <SavedRow booking={booking} event={event} />}
        <div id={STATE_ID} class="checkout">
          <BookingState {...data} />
        </div>
        {!booking.final && (
          <BookingStatus
            words={spokenIn(language, locale, "waiting")}
            bookingId={booking.id}
            status={`${booking.status} ${booking.final}`}
            targetId={STATE_ID}
            waiting={data.waiting}
            waitingId={WAITING_ID}
          />
        )}
      </div>
      <ServiceWorker />
      <TicketSlides />
    </main>
  );
});

/** Why the booking was not cancelled. */
function CancelRefusal({ result, currency }: {
  result: Extract<CancelResult, { code: "not-cancellable" | "refund-changed" }>;
  currency: string;
}) {
  const { refundChanged } = useWords("bookings").cancelling;
  const { why } = useWords("problems")["not-cancellable"];
  if (result.code === "not-cancellable") return why[result.why];
  return refundChanged({
    refund: () => <Price amount={result.refund} currency={currency} />,
  });
}
