import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CheckoutClock } from "@/components/checkout/CheckoutClock.tsx";
import { type CheckoutEvent, CheckoutSeats } from "@/components/checkout/CheckoutSeats.tsx";
import { HoldChanged } from "@/components/checkout/HoldChanged.tsx";
import { Payment } from "@/components/checkout/Payment.tsx";
import type { PaymentFields } from "@/components/checkout/PaymentForm.tsx";
import { IslandWords, useWords } from "@/components/layout/words.tsx";
import { SeatMarks } from "@/components/seat_map/HallThumbnail.tsx";
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { CheckoutView } from "@/lib/checkout/view.ts";
import { followHold } from "@/lib/client/seat_map/follow_hold.ts";
import { holdChange, type ShownHold } from "@/lib/holds/change.ts";
import type { Spoken } from "@/lib/i18n/speak.ts";
import { withSeats } from "@/lib/seats/expired_seats.ts";

/** Both clocks may be slightly off: the server is asked only once the hold is sure to have expired. */
const GRACE_MS = 1_500;
/** After a change, paying is blocked for this long: a click already under way was meant for what was shown before. */
const BLOCKED_MS = 1_000;

interface CheckoutProps {
  view: CheckoutView;
  /** What the buyer was shown before, if it may differ. */
  shown: ShownHold | null;
  event: CheckoutEvent;
  isGuest: boolean;
  fields: PaymentFields;
  refusal: string | null;
  /** The server's time when it rendered the page, in milliseconds. */
  now: number;
  account: ComponentChildren;
  recipient: ComponentChildren;
  plain: ComponentChildren;
  hall: ComponentChildren;
  terms: ComponentChildren;
  children?: ComponentChildren;
}

/**
 * The checkout of a hold, which it follows: changes that the buyer makes elsewhere show here, with what differs from
 * what they were shown. Once the hold has become a booking or has expired, the page for that replaces this one.
 * `account` is shown to guests, `recipient` to those who are signed in, `plain` where no script runs; `hall` is the
 * picture that the seats are marked on, and the children say what the seats are for.
 */
export default function Checkout({ words, ...props }: CheckoutProps & { words: Spoken }) {
  return (
    <IslandWords words={words}>
      <HoldCheckout {...props} />
    </IslandWords>
  );
}

function HoldCheckout({ view: first, shown, event, isGuest, fields, refusal, now, ...slots }: CheckoutProps) {
  const words = useWords("checkout");
  const view = useSignal(first);
  const isPaying = useSignal(false);
  const isBlocked = useSignal(false);
  const isRequesting = useSignal(false);
  const notice = useRef<HTMLDivElement>(null);
  const { hold } = view.value;
  const change = holdChange(shown ?? first.hold, hold);

  const leave = () =>
    location.replace(withSeats(location.pathname, view.value.hold.seats.map(({ id }) => id)));
  const show = (next: CheckoutView) => {
    const hasChanged = holdChange(view.value.hold, next.hold) !== null;
    view.value = next;
    if (!hasChanged) return;
    isBlocked.value = true;
    setTimeout(() => isBlocked.value = false, BLOCKED_MS);
  };
  /** Reloads everything shown. */
  const reload = async () => {
    const response = await fetch(location.href, {
      headers: { accept: "application/json" },
      cache: "no-store",
    });
    if (response.status === 410) return leave();
    if (!response.ok) return;
    const news: CheckoutView | { location: string } = await response.json();
    if ("location" in news) location.assign(news.location);
    else show(news);
  };
  const apply = (next: HoldView | null) => {
    // The response that the form waits for says what became of the hold.
    if (isPaying.value) return;
    if (!next) leave();
    else if (next.status === "claimed") location.reload();
    else if (holdChange(view.value.hold, next)) reload().catch(() => {});
    else view.value = { ...view.value, hold: next };
  };
  const request = async (path: string, method: string) => {
    if (isRequesting.value) return;
    isRequesting.value = true;
    try {
      const response = await fetch(path, { method, cache: "no-store" });
      if (response.ok) apply(await response.json());
      else if (response.status === 404) leave();
    } catch {
      // No network: the clock goes on, and the server is asked again.
    } finally {
      isRequesting.value = false;
    }
  };
  const onOver = (overMs: number) => {
    if (overMs > GRACE_MS && !isPaying.value) request(`/api/holds/${hold.id}`, "GET");
  };

  useEffect(() => {
    // Returning from the booking, the browser may restore this page from its back/forward cache.
    const onShow = ({ persisted }: PageTransitionEvent) => persisted && location.reload();
    addEventListener("pageshow", onShow);
    const stop = followHold(hold.id, apply);
    return () => {
      removeEventListener("pageshow", onShow);
      stop();
    };
  }, []);

  return (
    <div class="checkout-columns">
      <h1>{hold.total === 0 ? words.bookYourSeats : words.payForYourSeats}</h1>
      <aside class="checkout-seats" aria-label={words.whatYouAreBooking}>
        <div class="clock-bar">
          <CheckoutClock
            hold={hold}
            now={now}
            venue={event.venue}
            onExtend={() => request(`/api/holds/${hold.id}/extend`, "POST")}
            onOver={onOver}
          />
          {slots.plain}
        </div>
        {slots.children}
        <div class="hall-thumbnail" role="img" aria-label={words.seatsInTheHall}>
          {slots.hall}
          <SeatMarks {...view.value.marks} />
        </div>
        <CheckoutSeats view={view.value} event={event} />
      </aside>
      <div class="checkout-form">
        {slots.recipient}
        <div ref={notice}>
          {change && <HoldChanged change={change} currency={hold.currency} />}
        </div>
        {slots.account}
        <Payment
          isGuest={isGuest}
          fields={fields}
          refusal={refusal}
          seats={hold.seats.map(({ id }) => id)}
          asksForNeed={view.value.asksForNeed}
          total={hold.total}
          currency={hold.currency}
          isBlocked={isBlocked.value}
          onPaying={(paying) => isPaying.value = paying}
          onView={(next) => {
            show(next);
            requestAnimationFrame(() => notice.current?.scrollIntoView({ block: "nearest" }));
          }}
          onNoResponse={reload}
        />
        {slots.terms}
      </div>
    </div>
  );
}
