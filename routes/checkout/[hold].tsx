import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { CheckoutSignIn } from "@/components/CheckoutSignIn.tsx";
import { EventLine } from "@/components/EventLine.tsx";
import type { PaymentFields } from "@/components/PaymentForm.tsx";
import { TimeIsOver } from "@/components/TimeIsOver.tsx";
import Checkout from "@/islands/Checkout.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import { type CheckoutView, checkoutView, readShown, shownHold } from "@/lib/bookings/checkout_view.ts";
import { bookingOfHold } from "@/lib/bookings/of_hold.ts";
import { pay } from "@/lib/bookings/pay.ts";
import { formatDate } from "@/lib/events/dates.ts";
import { utcOffset } from "@/lib/events/time_zones.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { posterTint } from "@/lib/events/poster.ts";
import { traceparentOf } from "@/lib/http/client.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { eventIdOfHold } from "@/lib/seats/board.ts";
import { type FormerSeats, formerSeats, withSeats } from "@/lib/seats/former_seats.ts";
import type { ShownHold } from "@/lib/seats/hold_change.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";
import { createHold, extendHold, findHold } from "@/lib/seats/holds.ts";
import { define, type State } from "@/utils.ts";

/** What there is to pay for, or what became of the seats once their time is over. */
interface PageData {
  event: EventRecord;
  view: CheckoutView | null;
  /** What the buyer was shown before, as far as the request says. */
  shown: ShownHold | null;
  former: FormerSeats;
  colours: Record<string, number>;
  fields: PaymentFields;
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
    return await checkoutPage(state, event, hold, url, {
      fields: emptyFields(),
      shown: { seats, total: null },
    });
  },

  /** Pays; with `action=extend` gives more time, and with `action=again` takes former seats anew. */
  async POST(ctx) {
    const { params, url, req, state } = ctx;
    const { services, caller } = state;
    const form = await readForm(req);
    const seats = form.getAll("seat");
    const { event, hold } = await findCheckout(state, params.hold);
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
    const answer = await pay(state, {
      holdId: params.hold,
      path: url.pathname,
      form,
      asksForNeed,
      traceparent,
    });
    if ("location" in answer) {
      return isForScript(req) ? Response.json(answer) : ctx.redirect(answer.location, 303);
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
    <main id="main" class="tinted" style={{ "--tint": posterTint(event.id, event.type) }}>
      <Head>
        <title>
          {view ? `${isFree(view) ? "Book" : "Pay for"} ${event.title} · Aisle` : "Time is over · Aisle"}
        </title>
        <meta name="robots" content="noindex" />
      </Head>
      {view
        ? (
          <CheckoutSteps
            {...data}
            view={view}
            locale={locale}
            isSignedIn={caller.user !== null}
            url={url}
          />
        )
        : <TimeIsOver slug={event.slug} seats={data.former} />}
      <ServiceWorker />
    </main>
  );
});

function CheckoutSteps(
  { event, view, shown, colours, fields, refusal, now, locale, isSignedIn, url }:
    & PageData
    & { view: CheckoutView; locale: string; isSignedIn: boolean; url: URL },
) {
  const zones = event.zones.map((zone) => ({ ...zone, colour: colours[zone.id] ?? 1 }));
  const { slug, currency, venue: { city, timeZone } } = event;
  const venue = { city, utcOffset: utcOffset(timeZone, Date.parse(view.hold.expiresAt)) };
  // Who comes back signed in is told if the seats are others by then.
  const next = shown
    ? url.pathname + url.search
    : withSeats(url.pathname, view.hold.seats.map(({ id }) => id));
  return (
    <div class="page-narrow checkout">
      <Steps isFree={isFree(view)} />
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
        signIn={isSignedIn ? undefined : <CheckoutSignIn next={next} />}
      >
        <EventLine event={event} locale={locale} />
      </Checkout>
      <Terms event={event} locale={locale} />
    </div>
  );
}

function isFree({ hold }: CheckoutView): boolean {
  return hold.total === 0;
}

function Steps({ isFree }: { isFree: boolean }) {
  return (
    <ol class="steps" aria-label="Steps of the booking">
      <li>1. Seats</li>
      <li aria-current="step">{isFree ? "2. Booking" : "2. Payment"}</li>
      <li>3. Tickets</li>
    </ol>
  );
}

function Terms({ event, locale }: { event: EventRecord; locale: string }) {
  const until = event.cancellationUntil ?? event.startsAt;
  return (
    <section class="prose small quiet" id="terms" aria-labelledby="terms-title">
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
  { fields, shown, refusal = null, status = 200 }: {
    fields: PaymentFields;
    /** What the browser knows of: ids of seats, and the total in minor units. */
    shown: { seats: string[]; total: number | null };
    refusal?: string | null;
    status?: number;
  },
) {
  const { chart, index } = await services.catalog.chart(event);
  const { seats, total } = shown;
  const statuses = hold || seats.length === 0 ? "" : (await services.board.snapshot(event.id)).statuses;
  const known = shownHold(index, seats, total);
  const data: PageData = {
    event,
    view: hold && await checkoutView(services, event, hold, foundAsBest(url, hold)),
    shown: known.seats.length > 0 ? known : null,
    former: formerSeats(index, statuses, hold ? [] : seats, event.maxSeatsPerBuyer),
    colours: Object.fromEntries(chart.zones.map(({ id, colour }) => [id, colour])),
    fields,
    refusal,
    now: services.now(),
  };
  return page(data, { status: hold ? status : 410, headers: NO_STORE });
}

/** How many of the hold's seats, its last ones, were found as the best together; once they are others it is forgotten. */
function foundAsBest({ searchParams }: URL, { seats }: HoldView): number {
  const known = new Set(searchParams.getAll("seat"));
  const areSame = seats.length === known.size && seats.every(({ id }) => known.has(id));
  return areSame ? Number(searchParams.get("best")) : 0;
}

const NO_STORE = { "cache-control": "no-store" };

/** The page's own script wants data, and no page. */
function isForScript({ headers }: Request): boolean {
  return headers.get("accept") === "application/json";
}

function emptyFields(): PaymentFields {
  return { name: "", expiry: "", idempotencyKey: crypto.randomUUID(), errors: {} };
}
