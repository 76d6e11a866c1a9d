import { HttpError, page } from "fresh";
import { BookingBadge } from "@/components/AdminBadges.tsx";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { Field } from "@/components/Field.tsx";
import { Notice } from "@/components/Notice.tsx";
import { Price } from "@/components/Price.tsx";
import { type User, userOf } from "@/lib/auth/caller.ts";
import { refundBooking } from "@/lib/bookings/refund.ts";
import { type BookingView, findBooking } from "@/lib/bookings/view.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { amountFromInput, formatMoney } from "@/lib/events/money.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { seatsInWords } from "@/lib/seats/seats_in_words.ts";
import type { Services } from "@/lib/services.ts";
import { define } from "@/utils.ts";

interface RefundPage {
  booking: BookingView;
  event: EventRecord;
  typed: string;
  error?: string;
}

/** Gives a booking's money back, all of it or an amount. */
export const handler = pageRoute({ access: "refund" }, {
  async GET({ params, state: { services, caller } }) {
    return page<RefundPage>({ ...await find(services, userOf(caller), params), typed: "" });
  },

  async POST(ctx) {
    const { params, req, state: { services, caller, locale } } = ctx;
    const organizer = userOf(caller);
    const form = await readForm(req);
    const { booking, event } = await find(services, organizer, params);
    const typed = form.get("amount") ?? "";
    const again = (error: string, status: number) =>
      page<RefundPage>({ booking, event, typed, error }, { status });
    const part = form.get("intent") === "all" ? null : amountFromInput(typed, booking.currency);
    if (part && !part.ok) return again(part.error, 422);
    if (part?.amount === 0) return again("Type an amount above zero.", 422);
    const answer = await refundBooking(services, organizer, booking.id, part?.amount ?? null);
    if (answer.ok) return ctx.redirect(`/admin/events/${event.id}/bookings?done=refunded`, 303);
    if (answer.code === "not-found") throw new HttpError(404);
    if (answer.code === "not-confirmed") {
      return again("Nothing was paid for it, so nothing can go back.", 409);
    }
    return again(`At most ${formatMoney(answer.remaining, booking.currency, locale)} can go back.`, 409);
  },
});

/** The booking and its event as its organiser or an admin may see them; for others there is none. */
async function find(services: Services, organizer: User, params: Record<string, string>) {
  const event = await eventToEdit(services.sql, organizer, params.id);
  const booking = event && await findBooking(services, params.booking, null);
  if (!event || booking?.eventId !== event.id) throw new HttpError(404);
  return { booking, event };
}

export default define.page<typeof handler>(function RefundPage({ data, state: { locale } }) {
  const { booking, event, typed, error } = data;
  const { currency, refund } = booking;
  const price = (amount: number) => <Price amount={amount} currency={currency} locale={locale} />;
  const back = `/admin/events/${event.id}/bookings`;
  return (
    <>
      <AdminTitle title={`Refund booking ${booking.code}`}>
        <BookingBadge status={booking.status} />
      </AdminTitle>
      <p class="quiet admin-lead">
        <a href={back}>{event.title}</a>, {seatsInWords(booking.seats)}
      </p>
      <dl class="figures">
        <div>
          <dt>Paid</dt>
          <dd>{price(booking.total)}</dd>
        </div>
        <div>
          <dt>Given back</dt>
          <dd>{price(refund.amount)}</dd>
        </div>
      </dl>
      {booking.status === "confirmed"
        ? (
          <div class="stack refund">
            <form method="post" class="stack">
              <h2>A part</h2>
              <p>While less than all is given back, the booking and its tickets stay valid.</p>
              <Field
                name="amount"
                label={`Amount in ${currency}`}
                inputMode="decimal"
                autoComplete="off"
                value={typed}
                error={error}
              />
              <button class="button" type="submit" name="intent" value="part">Refund this amount</button>
            </form>
            <form method="post" class="stack">
              <h2>Everything</h2>
              <p>
                {price(booking.total - refund.amount)}{" "}
                go back. The booking ends: its tickets become void and its seats are for sale again.
              </p>
              <div class="cluster">
                <button class="button button-danger" type="submit" name="intent" value="all">
                  Refund everything
                </button>
                <a class="button" href={back}>Keep it</a>
              </div>
            </form>
          </div>
        )
        : (
          <Notice kind={error ? "danger" : "info"} title="Nothing can be given back">
            <p>
              {error ?? "Only confirmed bookings have money that can go back."}{" "}
              <a href={back}>See all bookings</a>
            </p>
          </Notice>
        )}
    </>
  );
});
