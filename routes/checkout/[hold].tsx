import { page } from "fresh";
import { CheckoutAccount, Recipient, type RefusedAccount } from "@/components/checkout/CheckoutAccount.tsx";
import { CheckoutSteps } from "@/components/checkout/CheckoutSteps.tsx";
import type { PaymentFields } from "@/components/checkout/PaymentForm.tsx";
import { HoldExpired } from "@/components/checkout/HoldExpired.tsx";
import { EventLine } from "@/components/events/EventLine.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { HallPicture } from "@/components/seat_map/HallThumbnail.tsx";
import Checkout from "@/islands/Checkout.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import { accountForms, submitAccountStep } from "@/lib/account/account_forms.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import { passkeysWorkAt } from "@/lib/auth/webauthn.ts";
import { readerOf } from "@/lib/bookings/buyers.ts";
import { cancellableIfBooked } from "@/lib/bookings/state.ts";
import {
  bookingAfter,
  type CheckoutPage,
  findCheckout,
  loadCheckoutPage,
} from "@/lib/checkout/checkout_page.ts";
import { placeFromForm } from "@/lib/checkout/place_from_form.ts";
import { type CheckoutView, checkoutView, readShown } from "@/lib/checkout/view.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { utcOffset } from "@/lib/format/time_zones.ts";
import { createHold, extendHold, findHold } from "@/lib/holds/holds.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { traceparentOf } from "@/lib/http/wire/client.ts";
import { type Language, spokenIn } from "@/lib/i18n/words.ts";
import { posterTint } from "@/lib/posters/drawn_poster.ts";
import { withSeats } from "@/lib/seats/expired_seats.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "anyone", limits: { POST: "holds" } }, {
  async GET(ctx) {
    const { params, url: { searchParams }, req, state: { services, caller } } = ctx;
    const checkout = orNotFound(await findCheckout(services, caller, params.hold));
    const { event, hold } = checkout;
    const bookingId = await bookingAfter(services, readerOf(ctx.state), hold, params.hold);
    if (isFromScript(req)) {
      if (bookingId) return Response.json({ location: `/bookings/${bookingId}` });
      if (!hold) return new Response(null, { status: 410, headers: NO_STORE });
      return Response.json(await checkoutView(services, event, hold, searchParams), { headers: NO_STORE });
    }
    if (bookingId) return ctx.redirect(`/bookings/${bookingId}`, 303);
    return render(await loadCheckoutPage(services, checkout, searchParams));
  },

  /**
   * Books and pays, unless the form has an `action`: `extend` extends the hold, `again` holds its former seats again,
   * and `register` and `sign-in` identify the buyer.
   */
  async POST(ctx) {
    const { params, url, req, state } = ctx;
    const { services, caller } = state;
    const form = await readForm(req);
    const seats = form.getAll("seat");
    const checkout = orNotFound(await findCheckout(services, caller, params.hold));
    const { event, hold } = checkout;
    const kind = accountForms.find((kind) => kind === form.get("action"));
    if (kind) {
      const submitted = await submitAccountStep(ctx, kind, form);
      if (submitted.ok) return ctx.redirect(url.pathname + url.search, 303);
      const { status, headers, fields } = submitted;
      const data = await loadCheckoutPage(services, checkout, url.searchParams);
      return render({ ...data, account: { kind, fields } }, status, headers);
    }
    switch (form.get("action")) {
      case "extend":
        await extendHold(services, caller, params.hold);
        return ctx.redirect(url.pathname + url.search, 303);
      case "again": {
        const buyer = ensureVisitor(state);
        const created = await createHold(services, buyer, event.id, { seats }, { checksOrphans: false });
        // If someone else was faster, the page says which seats are left.
        return ctx.redirect(
          withSeats(created.ok ? `/checkout/${created.hold.id}` : url.pathname, seats),
          303,
        );
      }
    }
    const traceparent = traceparentOf(req.headers, services.config);
    const asksForNeed = hold !== null &&
      (await checkoutView(services, event, hold, url.searchParams)).asksForNeed;
    const result = await placeFromForm(state, {
      holdId: params.hold,
      path: url.pathname,
      form,
      asksForNeed,
      traceparent,
    });
    if ("location" in result) {
      const { location, placed } = result;
      if (isFromScript(req)) return Response.json({ location });
      // Without a script nothing else would show the outcome, which takes a moment.
      if (placed) {
        await services.bookingStreams.untilDecided(placed, { maxMs: OUTCOME_WAIT_MS, signal: req.signal });
      }
      return ctx.redirect(location, 303);
    }
    // The hold may have changed in the meantime.
    const current = await findHold(services, caller, params.hold);
    if (isFromScript(req)) {
      return Response.json(
        current
          ? { ...result, view: await checkoutView(services, event, current, url.searchParams) }
          : { location: withSeats(url.pathname, seats) },
      );
    }
    const { status, errors, refusal, idempotencyKey } = result;
    const [email, buyerName, name, expiry] = ["email", "buyerName", "name", "expiry"]
      .map((field) => form.get(field) ?? "");
    const fields = { email, buyerName, name, expiry, idempotencyKey, errors };
    const shown = readShown(form) ?? { seats, total: null };
    const data = await loadCheckoutPage(services, { event, hold: current }, url.searchParams, shown);
    return render({ ...data, fields, refusal }, status);
  },
});

interface PageData extends CheckoutPage {
  fields: PaymentFields;
  account: RefusedAccount | null;
  refusal: string | null;
}

/** The page, with what was typed into a form. If the hold has expired, the status is 410 Gone. */
function render(
  data: CheckoutPage & Partial<PageData>,
  status = 200,
  headers: Record<string, string> = {},
) {
  const blank = { email: "", buyerName: "", name: "", expiry: "" };
  const fields = { ...blank, idempotencyKey: crypto.randomUUID(), errors: {} };
  return page<PageData>({ fields, account: null, refusal: null, ...data }, {
    status: data.view ? status : 410,
    headers: { ...headers, ...NO_STORE },
  });
}

export default define.page<typeof handler>(function CheckoutPage({ data, state, url }) {
  const { language, caller } = state;
  const { event, view } = data;
  const words = state.words.checkoutPage;
  const args = { event: isolated(event.title) };
  const title = view ? isFree(view) ? words.titleFree(args) : words.titlePaid(args) : words.timeIsUp;
  return (
    <main id="main" class="tinted" style={{ "--tint": posterTint(event) }}>
      <DocumentHead title={title} />
      {view
        ? (
          <CheckoutContent
            {...data}
            view={view}
            language={language}
            email={caller.user?.email ?? null}
            provider={providerName(state)}
            url={url}
            offersPasskey={passkeysWorkAt(url, state.services.config)}
          />
        )
        : <HoldExpired slug={event.slug} seats={data.expired} />}
      <ServiceWorker />
    </main>
  );
});

function CheckoutContent(
  {
    event,
    view,
    shown,
    colours,
    hall,
    fields,
    account,
    refusal,
    now,
    language,
    email,
    url,
    offersPasskey,
    provider,
  }:
    & PageData
    & {
      view: CheckoutView;
      language: Language;
      email: string | null;
      url: URL;
      offersPasskey: boolean;
      /** What the identity provider is called. */
      provider: string | null;
    },
) {
  const locale = useLocale();
  const words = useWords("checkoutPage");
  const zones = event.zones.map((zone) => ({ ...zone, colour: colours[zone.id] ?? 1 }));
  const { slug, currency, venue: { city, timeZone } } = event;
  const venue = { city, utcOffset: utcOffset(timeZone, Date.parse(view.hold.expiresAt)) };
  // After signing in, the buyer sees whether the seats have changed in the meantime.
  const path = shown
    ? url.pathname + url.search
    : withSeats(url.pathname, view.hold.seats.map(({ id }) => id));
  return (
    <div class="page checkout checkout-page">
      <CheckoutSteps current={email === null ? 1 : 2} isFree={isFree(view)} />
      <Checkout
        words={spokenIn(language, locale, "checkout", "seats")}
        view={view}
        shown={shown}
        event={{ slug, zones, currency, venue }}
        isGuest={email === null}
        fields={fields}
        refusal={refusal}
        now={now}
        plain={
          <noscript>
            <form method="post">
              <button type="submit" class="button button-small" name="action" value="extend">
                {words.moreTime}
              </button>
            </form>
          </noscript>
        }
        hall={<HallPicture hall={hall} />}
        terms={<Terms event={event} now={now} />}
        account={email === null && (
          <CheckoutAccount
            path={path}
            refused={account}
            offersPasskey={offersPasskey}
            provider={provider}
          />
        )}
        recipient={email !== null && <Recipient email={email} />}
      >
        <EventLine event={event} />
      </Checkout>
    </div>
  );
}

function isFree({ hold }: CheckoutView): boolean {
  return hold.total === 0;
}

function Terms({ event, now }: { event: EventRecord; now: number }) {
  const until = cancellableIfBooked(event, now);
  const words = useWords("checkoutPage");
  return (
    <section class="prose small quiet" id="terms" aria-labelledby="terms-title">
      <h2 id="terms-title" class="panel-subtitle">{words.termsTitle}</h2>
      <p>
        {until
          ? words.termsCancellable({
            time: () => (
              <DateTime
                at={until.toISOString()}
                timeZone={event.venue.timeZone}
                style="full"
              />
            ),
          })
          : words.termsFinal}
      </p>
    </section>
  );
}

/** How long a form submitted without a script waits for the outcome before the page shows the payment in progress. */
const OUTCOME_WAIT_MS = 2_000;
const NO_STORE = { "cache-control": "no-store" };

/** Whether the page's own script sent the request, in which case it expects data, not a page. */
function isFromScript({ headers }: Request): boolean {
  return headers.get("accept") === "application/json";
}
