import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { CheckoutSignIn } from "@/components/CheckoutSignIn.tsx";
import { EventLine } from "@/components/EventLine.tsx";
import { ChosenSeats } from "@/components/map/ChosenSeats.tsx";
import { Notice } from "@/components/Notice.tsx";
import type { PaymentFields } from "@/components/PaymentForm.tsx";
import { Price } from "@/components/Price.tsx";
import { TimeIsOver } from "@/components/TimeIsOver.tsx";
import CheckoutClock from "@/islands/CheckoutClock.tsx";
import Payment from "@/islands/Payment.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import { bookingOfHold } from "@/lib/bookings/of_hold.ts";
import { pay } from "@/lib/bookings/pay.ts";
import { formatDate } from "@/lib/events/dates.ts";
import { utcOffset } from "@/lib/events/time_zones.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { posterTint } from "@/lib/events/poster.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { eventIdOfHold } from "@/lib/seats/board.ts";
import { countGroups } from "@/lib/seats/best_available.ts";
import { type FormerSeats, formerSeats, withSeats } from "@/lib/seats/former_seats.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";
import { createHold, extendHold, findHold } from "@/lib/seats/holds.ts";
import { keptPlaces } from "@/lib/seats/kept_places.ts";
import { seatName } from "@/lib/seats/seat_name.ts";
import { define, type State } from "@/utils.ts";

/** A hold to pay for, with its event; `hold` is null once its time is over, and `former` then says what became of its seats. */
interface Checkout {
  event: EventRecord;
  hold: HoldView | null;
  former: FormerSeats;
  colours: Record<string, number>;
  /** Seats that a buyer should know something of. */
  notes: { seat: string; note: string }[];
  /** In how many groups the seats are that were found as the best together; 0 when none were. */
  groups: number;
  asksForNeed: boolean;
  fields: PaymentFields;
  refusal: string | null;
  now: number;
}

export const handler = pageRoute({ access: "anyone", limits: { POST: "holds" } }, {
  async GET(ctx) {
    const { params, url, state } = ctx;
    const { event, hold } = await findCheckout(state, params.hold);
    const bookingId = hold ? hold.bookingId : await ownBooking(state, params.hold);
    if (bookingId) return ctx.redirect(`/bookings/${bookingId}`, 303);
    const seats = url.searchParams.getAll("seat");
    const best = Number(url.searchParams.get("best"));
    return await checkoutPage(state, event, hold, { fields: emptyFields(), seats, best });
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
        const taken = await createHold(services, caller, event.id, { seats }, { checksOrphans: false });
        // Where someone was quicker, the page says which seats are left.
        return ctx.redirect(withSeats(taken.ok ? `/checkout/${taken.hold.id}` : url.pathname, seats), 303);
      }
    }
    const { headers } = req;
    const traceparent = headers.get("traceparent") ?? undefined;
    const request = { holdId: params.hold, path: url.pathname, form, event, hold, traceparent };
    const answer = await pay(state, request);
    if (headers.get("accept") === "application/json") return Response.json(answer);
    if ("location" in answer) return ctx.redirect(answer.location, 303);
    const { errors, refusal, idempotencyKey } = answer;
    const [name, expiry] = ["name", "expiry"].map((field) => form.get(field) ?? "");
    const fields = { name, expiry, idempotencyKey, errors };
    return await checkoutPage(state, event, hold, { fields, refusal, status: refusal ? 409 : 422, seats });
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
          <CheckoutSteps
            {...data}
            hold={hold}
            locale={locale}
            isSignedIn={caller.user !== null}
            path={url.pathname + url.search}
          />
        )
        : <TimeIsOver slug={event.slug} seats={data.former} />}
      <ServiceWorker />
    </main>
  );
});

function CheckoutSteps(
  { event, hold, colours, notes, groups, asksForNeed, fields, refusal, now, locale, ...page }:
    & Checkout
    & {
      hold: HoldView;
      locale: string;
      isSignedIn: boolean;
      path: string;
    },
) {
  const zones = event.zones.map((zone) => ({ ...zone, colour: colours[zone.id] ?? 1 }));
  const { seats, total, currency } = hold;
  const { city, timeZone } = event.venue;
  const venue = { city, utcOffset: utcOffset(timeZone, Date.parse(hold.expiresAt)) };
  return (
    <div class="page-narrow checkout">
      <Steps />
      <div class="clock-bar">
        <CheckoutClock hold={hold} now={now} locale={locale} venue={venue} />
        <noscript>
          <form method="post">
            <button type="submit" class="button button-small" name="action" value="extend">More time</button>
          </form>
        </noscript>
      </div>
      <h1>Pay for your seats</h1>
      <EventLine event={event} locale={locale} />
      <section class="stack" aria-label="Your seats">
        {groups > 1 && (
          <Notice>
            <p>
              So many seats are not free next to each other: these are in {groups}{" "}
              groups, as near to each other as can be.
            </p>
          </Notice>
        )}
        <ChosenSeats seats={seats} event={{ zones, currency }} locale={locale} />
        <p class="spread summary-total">
          Total <Price amount={total} currency={currency} locale={locale} />
        </p>
        {notes.length > 0 && (
          <ul class="quiet small">
            {notes.map(({ seat, note }) => <li key={seat}>{seat}: {note}.</li>)}
          </ul>
        )}
        <p>
          <a href={withSeats(`/events/${event.slug}`, seats.map(({ id }) => id))}>Change the seats</a>
        </p>
      </section>
      {page.isSignedIn
        ? (
          <Payment
            fields={fields}
            refusal={refusal}
            seats={seats.map(({ id }) => id)}
            asksForNeed={asksForNeed}
            total={total}
            currency={currency}
            locale={locale}
          />
        )
        : <CheckoutSignIn next={page.path} />}
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
): Promise<Pick<Checkout, "event" | "hold">> {
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
  { fields, seats, best = 0, refusal = null, status = 200 }: {
    fields: PaymentFields;
    /** The ids of the seats that the browser knows of. */
    seats: string[];
    /** How many of the hold's seats, its last ones, were found as the best together. */
    best?: number;
    refusal?: string | null;
    status?: number;
  },
) {
  const { chart, index } = await services.catalog.chart(event);
  const now = services.now();
  const colours = Object.fromEntries(chart.zones.map(({ id, colour }) => [id, colour]));
  const own = hold?.seats.flatMap(({ id }) => index.indexById.get(id) ?? []) ?? [];
  const notes = own.flatMap((at) => {
    const seat = chart.seats[at];
    return seat.note === undefined ? [] : [{ seat: seatName(seat), note: seat.note }];
  });
  const groups = best > 0 ? countGroups(index, own.slice(-best)) : 0;
  const statuses = hold || seats.length === 0 ? "" : (await services.board.snapshot(event.id)).statuses;
  const former = formerSeats(index, statuses, hold ? [] : seats, event.maxSeatsPerBuyer);
  const asksForNeed = own.some(keptPlaces(chart, event, now));
  const checkout: Checkout = {
    event,
    hold,
    former,
    colours,
    notes,
    groups,
    asksForNeed,
    fields,
    refusal,
    now,
  };
  return page(checkout, { status: hold ? status : 410, headers: { "cache-control": "no-store" } });
}

function emptyFields(): PaymentFields {
  return { name: "", expiry: "", idempotencyKey: crypto.randomUUID(), errors: {} };
}
