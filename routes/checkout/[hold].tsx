import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { BookingSummary } from "@/components/BookingSummary.tsx";
import { CheckoutSignIn } from "@/components/CheckoutSignIn.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { EventLine } from "@/components/EventLine.tsx";
import { ChosenSeats } from "@/components/map/ChosenSeats.tsx";
import { Notice } from "@/components/Notice.tsx";
import { type PaymentFields, PaymentForm } from "@/components/PaymentForm.tsx";
import CheckoutClock from "@/islands/CheckoutClock.tsx";
import { ownersOf } from "@/lib/auth/caller.ts";
import { type PlaceAnswer, placeBooking } from "@/lib/bookings/place.ts";
import { formatDate } from "@/lib/events/dates.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { posterTint } from "@/lib/events/poster.ts";
import { limitForm } from "@/lib/http/limit_form.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { signInPath } from "@/lib/http/same_site_path.ts";
import { tokenOfCard } from "@/lib/payments/mock/test_cards.ts";
import { eventIdOfHold } from "@/lib/seats/board.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";
import { extendHold, findHold } from "@/lib/seats/holds.ts";
import { define, type State } from "@/utils.ts";

/** A hold to pay for, with its event; `hold` is null once its time is over. */
interface Checkout {
  event: EventRecord;
  hold: HoldView | null;
  colours: Record<string, number>;
  fields: PaymentFields;
  refusal: string | null;
  now: number;
}

export const handler = define.handlers({
  async GET({ params, state, redirect }) {
    const { event, hold } = await findCheckout(state, params.hold);
    if (hold?.bookingId) return redirect(`/bookings/${hold.bookingId}`, 303);
    return await checkoutPage(state, event, hold, { fields: emptyFields() });
  },

  /** Pays, or with `action=extend` gives more time where there is no script to do it. */
  async POST({ params, url, req, state, redirect }) {
    const { services, caller } = state;
    const form = await readForm(req);
    const { event, hold } = await findCheckout(state, params.hold);
    if (form.get("action") === "extend") {
      await extendHold(services, caller, params.hold);
      return redirect(url.pathname, 303);
    }
    if (!caller.user) return redirect(signInPath(url.pathname), 303);
    const { fields, card, hasTerms } = readPayment(form);
    const payment = tokenOfCard(card, services.now());
    if (!payment.ok || !hasTerms) {
      const errors = {
        ...(payment.ok ? {} : payment.errors),
        ...(hasTerms ? {} : { terms: "Agree to the terms, or go back to the seats." }),
      };
      return await checkoutPage(state, event, hold, { fields: { ...fields, errors }, status: 422 });
    }
    await limitForm(state, "bookings");
    const answer = await placeBooking(services, {
      userId: caller.user.id,
      owners: ownersOf(caller),
      holdId: params.hold,
      paymentToken: payment.token,
      idempotencyKey: fields.idempotencyKey,
      traceparent: req.headers.get("traceparent") ?? undefined,
    });
    if (answer.ok) {
      services.eventLog.kick();
      return redirect(`/bookings/${answer.bookingId}`, 303);
    }
    const current = await findHold(services, caller, params.hold);
    if (answer.code === "hold-claimed" && current?.bookingId) {
      return redirect(`/bookings/${current.bookingId}`, 303);
    }
    return await checkoutPage(state, event, answer.code === "hold-expired" ? null : current, {
      fields: { ...fields, idempotencyKey: crypto.randomUUID() },
      refusal: refusalText(answer),
      status: 409,
    });
  },
});

export default define.page<typeof handler>(function CheckoutPage({ data, state: { locale, caller }, url }) {
  const { event, hold } = data;
  return (
    <main id="main" class="tinted" style={{ "--tint": posterTint(event.id, event.type) }}>
      <Head>
        <title>{hold ? `Pay for ${event.title} · Aisle` : "Time is over · Aisle"}</title>
        <meta name="robots" content="noindex" />
      </Head>
      {hold
        ? (
          <Payment
            {...data}
            hold={hold}
            locale={locale}
            isSignedIn={caller.user !== null}
            path={url.pathname}
          />
        )
        : <TimeIsOver event={event} />}
    </main>
  );
});

function Payment({ event, hold, colours, fields, refusal, now, locale, isSignedIn, path }: Checkout & {
  hold: HoldView;
  locale: string;
  isSignedIn: boolean;
  path: string;
}) {
  const zones = event.zones.map((zone) => ({ ...zone, colour: colours[zone.id] ?? 1 }));
  const until = formatDate(new Date(hold.expiresAt), locale, event.venue.timeZone, "time");
  return (
    <div class="page-narrow checkout">
      <Steps />
      <div class="clock-bar">
        <span>These seats are yours until {until} ({event.venue.city} time).</span>
        <CheckoutClock
          holdId={hold.id}
          expiresAt={hold.expiresAt}
          maxExpiresAt={hold.maxExpiresAt}
          now={now}
        />
        <noscript>
          <form method="post">
            <button type="submit" class="button button-small" name="action" value="extend">More time</button>
          </form>
        </noscript>
      </div>
      <h1>Pay for your seats</h1>
      <EventLine event={event} locale={locale} />
      <section class="stack" aria-label="Your seats">
        <ChosenSeats seats={hold.seats} event={{ zones, currency: hold.currency }} locale={locale} />
        <BookingSummary
          seats={hold.seats}
          total={hold.total}
          currency={hold.currency}
          locale={locale}
          zoneNames={Object.fromEntries(zones.map(({ id, name }) => [id, name]))}
        />
        <p>
          <a href={`/events/${event.slug}`}>Change the seats</a>
        </p>
      </section>
      {refusal && (
        <Notice kind="danger">
          <p>{refusal}</p>
        </Notice>
      )}
      {isSignedIn
        ? <PaymentForm fields={fields} total={hold.total} currency={hold.currency} locale={locale} />
        : <CheckoutSignIn next={path} />}
      <Terms event={event} locale={locale} />
    </div>
  );
}

function Steps() {
  return (
    <ol class="steps" aria-label="Steps of the booking">
      <li>1. Seats</li>
      <li aria-current="step">2. Payment</li>
      <li>3. Tickets</li>
    </ol>
  );
}

function Terms({ event, locale }: { event: EventRecord; locale: string }) {
  const until = event.cancellationUntil ?? event.startsAt;
  return (
    <section class="small quiet" id="terms" aria-labelledby="terms-title">
      <h2 id="terms-title" class="panel-subtitle">Terms</h2>
      <p>
        A ticket admits one person, once. {event.cancellationAllowed
          ? `You can cancel until ${
            formatDate(until, locale, event.venue.timeZone, "full")
          } and get all of the money back.`
          : "This booking can’t be cancelled."}{" "}
        If the event does not take place, all of the money comes back without asking.
      </p>
    </section>
  );
}

function TimeIsOver({ event }: { event: EventRecord }) {
  return (
    <EmptyState
      whole
      title="The time for these seats is over"
      text="They are free for others again, and nothing was charged. With a little luck they still are for you."
      picture="seats"
    >
      <a class="button button-main" href={`/events/${event.slug}`}>Back to the seats</a>
    </EmptyState>
  );
}

/** Unknown, ended and foreign holds look alike; when the id leads to an event there is a way back. */
async function findCheckout(
  { services, caller }: State,
  holdId: string,
): Promise<Pick<Checkout, "event" | "hold">> {
  const eventId = eventIdOfHold(holdId);
  const event = eventId && await services.catalog.publicEvent(eventId);
  if (!event) throw new HttpError(404);
  return { event, hold: await findHold(services, caller, holdId) };
}

async function checkoutPage(
  { services }: State,
  event: EventRecord,
  hold: HoldView | null,
  { fields, refusal = null, status = 200 }: {
    fields: PaymentFields;
    refusal?: string | null;
    status?: number;
  },
) {
  const { chart } = await services.catalog.chart(event);
  const colours = Object.fromEntries(chart.zones.map(({ id, colour }) => [id, colour]));
  const checkout: Checkout = { event, hold, colours, fields, refusal, now: services.now() };
  return page(checkout, { status: hold ? status : 410, headers: { "cache-control": "no-store" } });
}

function emptyFields(): PaymentFields {
  return { name: "", expiry: "", idempotencyKey: crypto.randomUUID(), errors: {} };
}

/** The form's key is the browser's word only; a bad one is replaced, so that nothing can go wrong with it later. */
function readPayment(form: URLSearchParams) {
  const [number, name, expiry, key] = ["number", "name", "expiry", "idempotencyKey"]
    .map((field) => form.get(field) ?? "");
  const idempotencyKey = /^[\x21-\x7e]{1,64}$/.test(key) ? key : crypto.randomUUID();
  const fields: PaymentFields = { name, expiry, idempotencyKey, errors: {} };
  return { fields, card: { number, name, expiry }, hasTerms: form.has("terms") };
}

function refusalText(answer: Extract<PlaceAnswer, { ok: false }>): string {
  switch (answer.code) {
    case "limit-exceeded":
      return `One person can buy at most ${answer.limit} seats here, with those booked before. Nothing was charged.`;
    case "seats-unavailable":
      return "One of these seats is not free any more. Nothing was charged. Go back and choose another.";
    case "not-on-sale":
      return "The sale has ended, so this can’t be booked. Nothing was charged.";
    case "idempotency-key-reused":
    case "hold-claimed":
      return "This form was sent before. Check your bookings, or send it once more.";
    case "hold-expired":
      return "The time for these seats is over. Nothing was charged.";
    default:
      return answer satisfies never;
  }
}
