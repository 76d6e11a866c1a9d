import { type Context, HttpError, page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { BookingState, type BookingStateProps, WAITING_ID } from "@/components/bookings/BookingState.tsx";
import { SavedNote, SavedRow } from "@/components/bookings/SavedBooking.tsx";
import type { TicketHall } from "@/components/bookings/Tickets.tsx";
import { Price } from "@/components/layout/Price.tsx";
import BookingStatus from "@/islands/BookingStatus.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import TicketSlides from "@/islands/TicketSlides.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { cancelBooking, type CancelResult } from "@/lib/bookings/cancel.ts";
import { cancelRefusal } from "@/lib/bookings/state.ts";
import { findAttempts } from "@/lib/bookings/attempts.ts";
import { type BookingView, findBooking, readableBy } from "@/lib/bookings/queries.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { findHold } from "@/lib/holds/holds.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { posterTint } from "@/lib/posters/drawn_poster.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define, type State } from "@/utils.ts";

/** Where the state of the booking is drawn, and drawn anew by the island. */
const STATE_ID = "booking";

type PageData = Omit<BookingStateProps, "locale"> & {
  latestId: string;
  /** Whether the one who reads it is the buyer: admins read all. */
  isOwn: boolean;
};

const INCOMPLETE = "This form did not say what you were shown, so nothing was cancelled. " +
  "Check what goes back to you, then cancel again.";

export const handler = pageRoute({ access: "book" }, {
  async GET(ctx) {
    const data = await pageData(ctx);
    // One story has one page.
    if (data.latestId !== data.booking.id) return ctx.redirect(`/bookings/${data.latestId}`, 303);
    return page(data);
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (form.get("action") !== "cancel") throw new HttpError(404);
    const { services, caller, locale } = ctx.state;
    const refund = form.get("refund") ?? "";
    if (!/^\d{1,15}$/.test(refund)) {
      return page({ ...await pageData(ctx), refusal: INCOMPLETE }, { status: 422 });
    }
    const answer = await cancelBooking(services, ctx.params.id, userOf(caller).id, Number(refund));
    if (answer.ok) return ctx.redirect(ctx.url.pathname, 303);
    if (answer.code === "not-found") throw new HttpError(404);
    const data = await pageData(ctx);
    const refusal = <CancelRefusal answer={answer} currency={data.booking.currency} locale={locale} />;
    return page({ ...data, refusal }, { status: 409 });
  },
});

export default define.page<typeof handler>(function BookingPage({ data, state: { locale } }) {
  const { booking, event, isOwn } = data;
  const hasTickets = booking.tickets.length > 0;
  return (
    <main id="main" class="tinted" style={{ "--tint": posterTint(event) }}>
      <Head>
        <title>{`${titles[booking.status]}: ${isolated(event.title)} · Aisle`}</title>
        <link rel="stylesheet" href={asset("/styles/ticket.css")} />
        {!booking.final && (
          <noscript>
            <meta http-equiv="refresh" content="3" />
          </noscript>
        )}
      </Head>
      <div class="page-narrow booking-page">
        {isOwn && (hasTickets || !booking.final) && <SavedNote hasTickets={hasTickets} />}
        {isOwn && hasTickets && <SavedRow booking={booking} event={event} locale={locale} />}
        <div id={STATE_ID} class="checkout">
          <BookingState {...data} locale={locale} />
        </div>
        {!booking.final && (
          <BookingStatus
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

const titles: Record<BookingView["status"], string> = {
  pending: "Payment under way",
  confirmed: "Tickets",
  failed: "Not booked",
  cancelled: "Cancelled",
  refunded: "Refunded",
};

async function pageData({ params, state }: Pick<Context<State>, "params" | "state">): Promise<PageData> {
  const { services } = state;
  const user = userOf(state.caller);
  const booking = await findBooking(services, params.id, readableBy(user));
  const [event, story] = booking
    ? await Promise.all([services.catalog.event(booking.eventId), findAttempts(services.sql, booking.id)])
    : [null, null];
  if (!booking || !event || !story) throw new HttpError(404);
  const isOwn = readableBy(user) !== null || await findBooking(services, params.id, user.id) !== null;
  const [placedAt, deadlineAt] = [Date.parse(booking.createdAt), story.deadlineAt.getTime()];
  return {
    latestId: story.latestId,
    tries: story.tries,
    waiting: { placedAt, deadlineAt, now: services.now() },
    booking,
    event,
    isOwn,
    hall: booking.tickets.length > 0 ? await hallOf(services, booking, event) : null,
    keptMs: await keptMs(state, booking),
    canCancel: canCancel(booking, event, services.now()),
    refusal: null,
  };
}

/** The hall with a mark for each seat. */
async function hallOf(
  { catalog }: State["services"],
  { seats }: BookingView,
  event: EventRecord,
): Promise<TicketHall> {
  const { index: { indexById }, thumbnail } = await catalog.chart(event);
  const hall = thumbnail();
  const marks = seats.flatMap(({ id }) => {
    const index = indexById.get(id);
    return index === undefined ? [] : [[id, hall.marks([index])] as const];
  });
  return { viewBox: hall.viewBox, picture: hall.svg(), marks: Object.fromEntries(marks) };
}

/** How long the seats of a declined payment are kept for another try. */
async function keptMs({ services, caller }: State, booking: BookingView): Promise<number | null> {
  if (booking.failureReason !== "payment-declined") return null;
  const hold = await findHold(services, caller, booking.holdId);
  return hold?.status === "active" ? Date.parse(hold.expiresAt) - services.now() : null;
}

/** Whether cancelling is worth offering; who was let in already is told when they try. */
function canCancel(booking: BookingView, event: EventRecord, now: number): boolean {
  return cancelRefusal(
    { status: booking.status, admitted: false, createdAt: new Date(booking.createdAt) },
    event,
    now,
  ) === null;
}

/** Why the booking was not cancelled. */
function CancelRefusal({ answer, currency, locale }: {
  answer: Extract<CancelResult, { code: "not-cancellable" | "refund-changed" }>;
  currency: string;
  locale: string;
}) {
  if (answer.code === "refund-changed") {
    return (
      <>
        What goes back to you has changed: it is{" "}
        <Price amount={answer.refund} currency={currency} locale={locale} />{" "}
        now. Nothing was cancelled. If that is what you want, cancel again.
      </>
    );
  }
  switch (answer.why) {
    case "not-confirmed":
      return "This booking can’t be cancelled as it is now.";
    case "not-allowed":
      return "Bookings of this event can’t be cancelled.";
    case "too-late":
      return "The time to cancel has passed.";
    case "already-used":
      return "A ticket of this booking was used at the door already, so it can’t be cancelled.";
    default:
      return answer.why satisfies never;
  }
}
