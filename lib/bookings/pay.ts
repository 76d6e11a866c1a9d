/** Paying by the form of the checkout: one answer for the page, with and without a script. */
import { ownersOf } from "@/lib/auth/caller.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { limitRequest } from "@/lib/http/limit_request.ts";
import { signInPath } from "@/lib/http/same_site_path.ts";
import { checkPayment, type PaymentAnswer } from "@/lib/payments/payment_form.ts";
import { withSeats } from "@/lib/seats/former_seats.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";
import { findHold } from "@/lib/seats/holds.ts";
import { keptPlaces } from "@/lib/seats/kept_places.ts";
import type { State } from "@/utils.ts";
import { bookingOfHold } from "./of_hold.ts";
import { type PlaceAnswer, placeBooking } from "./place.ts";

export interface PaymentRequest {
  holdId: string;
  /** Of the checkout. */
  path: string;
  form: URLSearchParams;
  event: EventRecord;
  /** Null once its time is over. */
  hold: HoldView | null;
  /** Of the request, for tracing. */
  traceparent?: string;
}

/**
 * Books the seats of a hold by what was typed into the form. However often and from wherever a form is sent, it leads to
 * the one booking of the hold; a hold whose time is over leads to the page that offers its seats again.
 * @throws Problem `rate-limited`
 */
export async function pay(
  state: Pick<State, "services" | "caller">,
  { holdId, path, form, event, hold, traceparent }: PaymentRequest,
): Promise<PaymentAnswer> {
  const { services, caller } = state;
  const { user } = caller;
  if (!user) return { location: signInPath(path) };
  const idempotencyKey = readKey(form);
  const asksForNeed = await hasKeptPlaces(state, event, hold);
  const payment = checkPayment(form, { asksForNeed, now: services.now() });
  if (!payment.ok) return { errors: payment.errors, refusal: null, idempotencyKey };
  await limitRequest(state, "bookings");
  const answer = await placeBooking(services, {
    userId: user.id,
    owners: ownersOf(caller),
    holdId,
    paymentToken: payment.token,
    idempotencyKey,
    traceparent,
  });
  if (answer.ok) {
    services.eventLog.kick();
    return { location: `/bookings/${answer.bookingId}` };
  }
  if (answer.code === "hold-claimed" || answer.code === "hold-expired") {
    const current = await findHold(services, caller, holdId);
    const bookingId = current ? current.bookingId : await bookingOfHold(services.sql, holdId, user.id);
    if (bookingId) return { location: `/bookings/${bookingId}` };
    if (!current) return { location: withSeats(path, form.getAll("seat")) };
  }
  return { errors: {}, refusal: refusalText(answer), idempotencyKey: crypto.randomUUID() };
}

/** The form's key is the browser's word only; a bad one is replaced, so that nothing can go wrong with it later. */
function readKey(form: URLSearchParams): string {
  const key = form.get("idempotencyKey") ?? "";
  return /^[\x21-\x7e]{1,64}$/.test(key) ? key : crypto.randomUUID();
}

async function hasKeptPlaces(
  { services }: Pick<State, "services">,
  event: EventRecord,
  hold: HoldView | null,
): Promise<boolean> {
  if (!hold) return false;
  const { chart, index } = await services.catalog.chart(event);
  const isKept = keptPlaces(chart, event, services.now());
  return hold.seats.some(({ id }) => isKept(index.indexById.get(id)!));
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
