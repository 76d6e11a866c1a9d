import { HttpError, page } from "fresh";
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
import { actorOf } from "@/lib/auth/caller.ts";
import { cancelBooking, type CancelResult } from "@/lib/bookings/cancel.ts";
import type { BookingView } from "@/lib/bookings/queries.ts";
import { loadBookingPage } from "@/lib/checkout/booking_page.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { spokenIn } from "@/lib/i18n/words.ts";
import { posterTint } from "@/lib/posters/drawn_poster.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

/** The element that shows the booking's state, which the island re-renders. */
const STATE_ID = "booking";

export const handler = pageRoute({ access: "book" }, {
  async GET(ctx) {
    const { params, state: { services, caller } } = ctx;
    const data = orNotFound(await loadBookingPage(services, caller, params.id));
    // All attempts to pay for a hold share the page of the latest.
    if (data.latestId !== data.booking.id) return ctx.redirect(`/bookings/${data.latestId}`, 303);
    return page({ ...data, refusal: null as ComponentChildren });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (form.get("action") !== "cancel") throw new HttpError(404);
    const { params: { id }, state: { services, caller, words } } = ctx;
    const refuse = async (renderRefusal: (booking: BookingView) => ComponentChildren, status: number) => {
      const data = orNotFound(await loadBookingPage(services, caller, id));
      return page({ ...data, refusal: renderRefusal(data.booking) }, { status });
    };
    const refund = form.get("refund") ?? "";
    if (!/^\d{1,15}$/.test(refund)) return await refuse(() => words.bookings.cancelling.incomplete, 422);
    const result = await cancelBooking(services, id, actorOf(caller), Number(refund));
    if (result.ok) return ctx.redirect(ctx.url.pathname, 303);
    if (result.code === "not-found") throw new HttpError(404);
    return await refuse(
      ({ currency }) => <CancelRefusal result={result} currency={currency} />,
      409,
    );
  },
});

export default define.page<typeof handler>(function BookingPage({ data, state }) {
  const { locale, language, words } = state;
  const { booking, event, isOwn } = data;
  const title = words.bookings.title({ status: booking.status, event: isolated(event.title) });
  const hasTickets = booking.tickets.length > 0;
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
        {isOwn && (hasTickets || !booking.final) && <SavedNote hasTickets={hasTickets} />}
        {isOwn && hasTickets && <SavedRow booking={booking} event={event} />}
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
