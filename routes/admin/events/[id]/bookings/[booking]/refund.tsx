import { HttpError, page } from "fresh";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { RefundForms, RefundReview, type RefundToConfirm } from "@/components/admin/RefundForms.tsx";
import { BookingBadge } from "@/components/admin/StatusBadges.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { loadProofForm } from "@/lib/account/proof_form.ts";
import { proofFeedback, proofOf } from "@/lib/account/reauthenticate.ts";
import { actorOf, type SignedInCaller } from "@/lib/auth/caller.ts";
import { refundWithProof } from "@/lib/bookings/refund.ts";
import {
  type ConfirmedRefund,
  readConfirmed,
  readRefundForm,
  type RefundErrors,
  type RefundForm,
  refundFormOf,
  remainingOf,
} from "@/lib/bookings/refund_form.ts";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import type { Services } from "@/lib/services.ts";
import { findRefundable, type RefundableBooking } from "@/lib/tickets/refund_page.ts";
import { define } from "@/utils.ts";

interface RefundPage extends RefundableBooking {
  form: RefundForm;
  errors: RefundErrors;
  /** Set once the form is complete: the refund to confirm. */
  review?: RefundToConfirm;
  /** Whether the confirmed refund was refused, because the booking has changed since it was shown. */
  isRefused?: boolean;
}

/** The refund to confirm; a large one asks for the organizer's password again. */
async function reviewOf(
  services: Services,
  organizer: SignedInCaller,
  amount: number,
  confirmed: ConfirmedRefund,
): Promise<RefundToConfirm> {
  const { reauthAbove } = services.config;
  const isLarge = reauthAbove !== null && amount > reauthAbove;
  return { amount, confirmed, proof: isLarge ? await loadProofForm(services, organizer) : null };
}

async function find(
  { sql }: Services,
  organizer: ReturnType<typeof actorOf>,
  params: Record<string, string>,
) {
  return orNotFound(
    await findRefundable(sql, organizer, { eventId: params.id, bookingId: params.booking }),
  );
}

/** Refunds a booking: tickets, an amount, or all of it. */
export const handler = pageRoute({ access: "refund" }, {
  async GET({ params, state: { services, caller } }) {
    const form = refundFormOf(new URLSearchParams());
    return page<RefundPage>({ ...await find(services, actorOf(caller), params), form, errors: {} });
  },

  async POST(ctx) {
    const { services, caller, locale, words } = ctx.state;
    const organizer = actorOf(caller);
    const fields = await readForm(ctx.req);
    const form = refundFormOf(fields);
    const found = await find(services, organizer, ctx.params);
    const { booking, event } = found;
    const showAgain = (status: number, more: Partial<RefundPage> = {}) =>
      page<RefundPage>({ ...found, form, errors: {}, ...more }, { status });

    const intent = fields.get("intent");
    if (intent === "edit") return showAgain(200);
    if (intent !== "refund") {
      const read = readRefundForm(form, booking, words, locale);
      if (!read.ok) return showAgain(422, { errors: read.errors });
      const { request, amount } = read;
      const confirmed = { request, shownRemaining: remainingOf(booking), key: crypto.randomUUID() };
      return showAgain(200, {
        review: await reviewOf(services, { ...caller, user: organizer }, amount, confirmed),
      });
    }
    const confirmed = readConfirmed(fields.get("confirmed"));
    if (!confirmed) return showAgain(422, { isRefused: true });
    const { request, key, shownRemaining } = confirmed;
    const keyed = { ownerId: organizer.id, key, request: ["refund", booking.id, request] };
    const proof = proofOf(fields, caller);
    const result = await refundWithProof(services, organizer, booking.id, request, proof, {
      keyed,
      shownRemaining,
    });
    if (result.ok) return ctx.redirect(`/admin/events/${event.id}/bookings?done=refunded`, 303);
    switch (result.code) {
      case "not-found":
        throw new HttpError(404);
      case "reauthentication-required":
      case "invalid-credentials":
      case "rate-limited": {
        const read = readRefundForm(form, booking, words, locale);
        if (!read.ok) return showAgain(422, { isRefused: true });
        const { errors, status } = proofFeedback(result, words.account);
        const review = await reviewOf(services, { ...caller, user: organizer }, read.amount, confirmed);
        return showAgain(status, { review: { ...review, proofErrors: errors } });
      }
      default: {
        const current = await find(services, organizer, ctx.params);
        return showAgain(409, { ...current, isRefused: true });
      }
    }
  },
});

export default define.page<typeof handler>(function RefundPage({ data, state }) {
  const { locale, words: { admin: { refund: words }, seats: seatWords } } = state;
  const { booking, event, form, review, isRefused } = data;
  const { currency, refund } = booking;
  const price = (amount: number) => <Price amount={amount} currency={currency} />;
  const back = `/admin/events/${event.id}/bookings`;
  const eventLink = () => (
    <a href={back}>
      <bdi>{event.title}</bdi>
    </a>
  );
  return (
    <>
      <PageTitle title={words.title({ code: booking.code })}>
        <BookingBadge status={booking.status} />
      </PageTitle>
      <p class="quiet admin-lead">
        {booking.seats.length > 0
          ? words.eventAndSeats({ event: eventLink, seats: seatsInList(booking.seats, seatWords) })
          : eventLink()}
      </p>
      {isRefused && (
        <Notice kind="danger" title={words.refused}>
          <p>{words.changed}</p>
        </Notice>
      )}
      <dl class="figures">
        <div>
          <dt>{words.paid}</dt>
          <dd>{price(booking.total)}</dd>
        </div>
        <div>
          <dt>{words.refunded}</dt>
          <dd>{price(refund.amount)}</dd>
        </div>
      </dl>
      {booking.status !== "confirmed"
        ? (
          <Notice title={words.nothingToRefund}>
            <p>
              {words.onlyConfirmed({ link: (inner) => <a href={back}>{inner}</a> })}
            </p>
          </Notice>
        )
        : review
        ? <RefundReview {...{ booking, form, locale, ...review }} />
        : <RefundForms {...data} back={back} />}
    </>
  );
});
