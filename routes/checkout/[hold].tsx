import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { CheckoutAccount, Recipient, type RefusedAccount } from "@/components/checkout/CheckoutAccount.tsx";
import { CheckoutSteps } from "@/components/checkout/CheckoutSteps.tsx";
import type { PaymentFields } from "@/components/checkout/PaymentForm.tsx";
import { HoldExpired } from "@/components/checkout/HoldExpired.tsx";
import { EventLine } from "@/components/events/EventLine.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { HallPicture } from "@/components/seat_map/HallThumbnail.tsx";
import Checkout from "@/islands/Checkout.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import { accountForms, submitAccountStep } from "@/lib/account/account_forms.ts";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import { eventIdOfHold } from "@/lib/board/board.ts";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { cancellableIfBooked } from "@/lib/bookings/state.ts";
import type { HallThumbnail } from "@/lib/charts/hall_thumbnail.ts";
import { bookingOfHold } from "@/lib/checkout/booking_of_hold.ts";
import { placeFromForm } from "@/lib/checkout/place_from_form.ts";
import { type CheckoutView, checkoutView, readShown, shownHold } from "@/lib/checkout/view.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { utcOffset } from "@/lib/format/time_zones.ts";
import type { ShownHold } from "@/lib/holds/change.ts";
import { createHold, extendHold, findHold } from "@/lib/holds/holds.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { traceparentOf } from "@/lib/http/wire/client.ts";
import { posterTint } from "@/lib/posters/drawn_poster.ts";
import { type ExpiredSeats, expiredSeats, withSeats } from "@/lib/seats/expired_seats.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define, type State } from "@/utils.ts";

/** What there is to pay for, or what became of the seats once their time is over. */
interface PageData {
  event: EventRecord;
  view: CheckoutView | null;
  /** What the buyer was shown before, as far as the request says. */
  shown: ShownHold | null;
  former: ExpiredSeats;
  colours: Record<string, number>;
  hall: HallThumbnail;
  fields: PaymentFields;
  account: RefusedAccount | null;
  refusal: string | null;
  now: number;
}

export const handler = pageRoute({ access: "anyone", limits: { POST: "holds" } }, {
  async GET(ctx) {
    const { params, url, req, state } = ctx;
    const { services } = state;
    const { event, hold } = await findCheckout(state, params.hold);
    const bookingId = hold ? hold.bookingId : await ownBooking(state, params.hold);
    const seats = url.searchParams.getAll("seat");
    if (isForScript(req)) {
      if (bookingId) return Response.json({ location: `/bookings/${bookingId}` });
      if (!hold) return new Response(null, { status: 410, headers: NO_STORE });
      return Response.json(await checkoutView(services, event, hold, foundAsBest(url, hold)), {
        headers: NO_STORE,
      });
    }
    if (bookingId) return ctx.redirect(`/bookings/${bookingId}`, 303);
    return await checkoutPage(state, event, hold, url, { shown: { seats, total: null } });
  },

  /**
   * Pays; with `action=extend` gives more time, with `again` holds former seats again, with `register` or `sign-in` finds out
   * who the buyer is.
   */
  async POST(ctx) {
    const { params, url, req, state } = ctx;
    const { services, caller } = state;
    const form = await readForm(req);
    const seats = form.getAll("seat");
    const { event, hold } = await findCheckout(state, params.hold);
    const kind = accountForms.find((kind) => kind === form.get("action"));
    if (kind) {
      const answer = await submitAccountStep(ctx, kind, form);
      if (answer.ok) return ctx.redirect(url.pathname + url.search, 303);
      const { status, headers, fields } = answer;
      return await checkoutPage(state, event, hold, url, {
        account: { kind, fields },
        shown: { seats: url.searchParams.getAll("seat"), total: null },
        status,
        headers,
      });
    }
    switch (form.get("action")) {
      case "extend":
        await extendHold(services, caller, params.hold);
        return ctx.redirect(url.pathname + url.search, 303);
      case "again": {
        const buyer = ensureVisitor(state);
        const taken = await createHold(services, buyer, event.id, { seats }, { checksOrphans: false });
        // Where someone was quicker, the page says which seats are left.
        return ctx.redirect(withSeats(taken.ok ? `/checkout/${taken.hold.id}` : url.pathname, seats), 303);
      }
    }
    const traceparent = traceparentOf(req.headers, services.config);
    const asksForNeed = hold !== null && (await checkoutView(services, event, hold)).asksForNeed;
    const answer = await placeFromForm(state, {
      holdId: params.hold,
      path: url.pathname,
      form,
      asksForNeed,
      traceparent,
    });
    if ("location" in answer) {
      const { location, placed } = answer;
      if (isForScript(req)) return Response.json({ location });
      // Without a script nothing else would show the outcome, which takes a moment.
      if (placed) {
        await services.bookingStreams.untilDecided(placed, { maxMs: OUTCOME_WAIT_MS, signal: req.signal });
      }
      return ctx.redirect(location, 303);
    }
    // It may be another than before it was asked for.
    const current = await findHold(services, caller, params.hold);
    if (isForScript(req)) {
      return Response.json(
        current
          ? { ...answer, view: await checkoutView(services, event, current, foundAsBest(url, current)) }
          : { location: withSeats(url.pathname, seats) },
      );
    }
    const { status, errors, refusal, idempotencyKey } = answer;
    const [name, expiry] = ["name", "expiry"].map((field) => form.get(field) ?? "");
    const fields = { name, expiry, idempotencyKey, errors };
    return await checkoutPage(state, event, current, url, {
      fields,
      refusal,
      status,
      shown: readShown(form) ?? { seats, total: null },
    });
  },
});

export default define.page<typeof handler>(function CheckoutPage({ data, state: { locale, caller }, url }) {
  const { event, view } = data;
  return (
    <main id="main" class="tinted" style={{ "--tint": posterTint(event) }}>
      <Head>
        <title>
          {view
            ? `${isFree(view) ? "Book" : "Pay for"} ${isolated(event.title)} · Aisle`
            : "Time is over · Aisle"}
        </title>
      </Head>
      {view
        ? (
          <CheckoutOf
            {...data}
            view={view}
            locale={locale}
            email={caller.user?.email ?? null}
            url={url}
          />
        )
        : <HoldExpired slug={event.slug} seats={data.former} />}
      <ServiceWorker />
    </main>
  );
});

function CheckoutOf(
  { event, view, shown, colours, hall, fields, account, refusal, now, locale, email, url }:
    & PageData
    & { view: CheckoutView; locale: string; email: string | null; url: URL },
) {
  const zones = event.zones.map((zone) => ({ ...zone, colour: colours[zone.id] ?? 1 }));
  const { slug, currency, venue: { city, timeZone } } = event;
  const venue = { city, utcOffset: utcOffset(timeZone, Date.parse(view.hold.expiresAt)) };
  // Those who signed in see it if the seats are others by then.
  const path = shown
    ? url.pathname + url.search
    : withSeats(url.pathname, view.hold.seats.map(({ id }) => id));
  return (
    <div class="page checkout checkout-page">
      <CheckoutSteps current={email === null ? 1 : 2} isFree={isFree(view)} />
      <Checkout
        view={view}
        shown={shown}
        event={{ slug, zones, currency, venue }}
        fields={fields}
        refusal={refusal}
        now={now}
        locale={locale}
        plain={
          <noscript>
            <form method="post">
              <button type="submit" class="button button-small" name="action" value="extend">
                More time
              </button>
            </form>
          </noscript>
        }
        hall={<HallPicture hall={hall} />}
        terms={<Terms event={event} now={now} locale={locale} />}
        account={email === null && <CheckoutAccount path={path} refused={account} />}
        recipient={email !== null && <Recipient email={email} />}
      >
        <EventLine event={event} locale={locale} />
      </Checkout>
    </div>
  );
}

function isFree({ hold }: CheckoutView): boolean {
  return hold.total === 0;
}

function Terms({ event, now, locale }: { event: EventRecord; now: number; locale: string }) {
  const until = cancellableIfBooked(event, now);
  return (
    <section class="prose small quiet" id="terms" aria-labelledby="terms-title">
      <h2 id="terms-title" class="panel-subtitle">Terms</h2>
      <p>
        A ticket admits one person, once. {until
          ? (
            <>
              You can cancel until{" "}
              <DateTime
                at={until.toISOString()}
                timeZone={event.venue.timeZone}
                locale={locale}
                style="full"
              />{" "}
              and get all of the money back.
            </>
          )
          : "This booking can’t be cancelled."}{" "}
        If the event does not take place, all of the money comes back without asking.
      </p>
    </section>
  );
}

/** Unknown, ended and foreign holds look alike; when the id leads to an event there is a way back. */
async function findCheckout(
  { services, caller }: State,
  holdId: string,
): Promise<{ event: EventRecord; hold: HoldView | null }> {
  const eventId = eventIdOfHold(holdId);
  const event = eventId && await services.catalog.publicEvent(eventId);
  if (!event) throw new HttpError(404);
  return { event, hold: await findHold(services, caller, holdId) };
}

/** A hold that is gone may have become a booking: who comes back to its checkout is led there. */
async function ownBooking({ services, caller }: State, holdId: string): Promise<string | null> {
  return caller.user && await bookingOfHold(services.sql, holdId, caller.user.id);
}

async function checkoutPage(
  { services }: State,
  event: EventRecord,
  hold: HoldView | null,
  url: URL,
  { fields = emptyFields(), account = null, shown, refusal = null, status = 200, headers }: {
    fields?: PaymentFields;
    account?: RefusedAccount | null;
    /** What the browser knows of: ids of seats, and the total in minor units. */
    shown: { seats: string[]; total: number | null };
    refusal?: string | null;
    status?: number;
    headers?: Record<string, string>;
  },
) {
  const { chart, index, thumbnail } = await services.catalog.chart(event);
  const { seats, total } = shown;
  const statuses = hold || seats.length === 0 ? "" : (await services.board.snapshot(event.id)).statuses;
  const known = shownHold(index, seats, total);
  const data: PageData = {
    event,
    view: hold && await checkoutView(services, event, hold, foundAsBest(url, hold)),
    shown: known.seats.length > 0 ? known : null,
    former: expiredSeats(index, statuses, hold ? [] : seats, event.maxSeatsPerBuyer),
    colours: Object.fromEntries(chart.zones.map(({ id, colour }) => [id, colour])),
    hall: thumbnail(),
    fields,
    account,
    refusal,
    now: services.now(),
  };
  return page(data, { status: hold ? status : 410, headers: { ...headers, ...NO_STORE } });
}

/** How many of the hold's seats, its last ones, were found as the best together; once they are others it is forgotten. */
function foundAsBest({ searchParams }: URL, { seats }: HoldView): number {
  const known = new Set(searchParams.getAll("seat"));
  const areSame = seats.length === known.size && seats.every(({ id }) => known.has(id));
  return areSame ? Number(searchParams.get("best")) : 0;
}

/** How long a form sent without a script waits for the outcome before it shows that the payment is under way. */
const OUTCOME_WAIT_MS = 2_000;
const NO_STORE = { "cache-control": "no-store" };

/** The page's own script wants data, and no page. */
function isForScript({ headers }: Request): boolean {
  return headers.get("accept") === "application/json";
}

function emptyFields(): PaymentFields {
  return { name: "", expiry: "", idempotencyKey: crypto.randomUUID(), errors: {} };
}
