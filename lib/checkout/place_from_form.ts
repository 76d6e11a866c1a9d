/** Paying by the form of the checkout: one answer for the page, with and without a script. */
import { type Caller, ownersOf } from "@/lib/auth/caller.ts";
import { placeBooking, type PlaceNeeds, type PlaceResult } from "@/lib/bookings/place.ts";
import { findHold, type HoldNeeds } from "@/lib/holds/holds.ts";
import { limitRequest } from "@/lib/http/limit_request.ts";
import type { RateLimits } from "@/lib/http/rate_limits.ts";
import { withSeats } from "@/lib/seats/expired_seats.ts";
import { bookingOfHold } from "./booking_of_hold.ts";
import { checkPayment, type PaymentErrors } from "./payment_form.ts";
import { type PaymentRefusal, readShown } from "./view.ts";

interface Needs extends HoldNeeds, PlaceNeeds {
  rateLimits: RateLimits;
}

export interface PaymentSubmission {
  holdId: string;
  /** Of the checkout. */
  path: string;
  form: URLSearchParams;
  /** Whether places that are kept for wheelchairs are among the seats. */
  asksForNeed: boolean;
  /** Of the request, for tracing. */
  traceparent?: string;
}

/**
 * Books the seats of a hold by what was typed into the form, at the total and with the seats that the form showed.
 * However often and from wherever a form is sent, it leads to the one booking of the hold; a hold whose time is over leads
 * to the page that offers its seats again. `placed` is the id of a booking that may still be pending.
 * @throws Problem `rate-limited`
 */
export async function placeFromForm(
  state: { services: Needs; caller: Caller; locale: string },
  { holdId, path, form, asksForNeed, traceparent }: PaymentSubmission,
): Promise<{ location: string; placed?: string } | PaymentRefusal> {
  const { services, caller, locale } = state;
  const { user } = caller;
  // The checkout asks who the buyer is, with the clock and the seats in sight.
  if (!user) return { location: withSeats(path, form.getAll("seat")) };
  const idempotencyKey = readKey(form);
  const expected = readShown(form);
  if (!expected) return refuse(422, INCOMPLETE, idempotencyKey);
  const isFree = expected.total === 0;
  const payment = checkPayment(form, { isFree, asksForNeed, now: services.now() });
  if (!payment.ok) return refuse(422, null, idempotencyKey, payment.errors);
  await limitRequest(state, "bookings");
  const answer = await placeBooking(services, {
    userId: user.id,
    owners: ownersOf(caller),
    holdId,
    paymentToken: payment.token,
    expected,
    locale,
    idempotencyKey,
    traceparent,
  });
  if (answer.ok) return { location: `/bookings/${answer.bookingId}`, placed: answer.bookingId };
  if (answer.code === "hold-claimed" || answer.code === "hold-expired") {
    const current = await findHold(services, caller, holdId);
    const bookingId = current ? current.bookingId : await bookingOfHold(services.sql, holdId, user.id);
    if (bookingId) return { location: `/bookings/${bookingId}` };
    if (!current) return { location: withSeats(path, expected.seats) };
  }
  return refuse(409, refusalText(answer), crypto.randomUUID());
}

const INCOMPLETE = "This form did not say what you were shown, so nothing was charged. " +
  "Check the seats and the total, then send it again.";

function refuse(
  status: PaymentRefusal["status"],
  refusal: string | null,
  idempotencyKey: string,
  errors: PaymentErrors = {},
): PaymentRefusal {
  return { status, errors, refusal, idempotencyKey };
}

/** The form's key is the browser's word only; a bad one is replaced, so that nothing can go wrong with it later. */
function readKey(form: URLSearchParams): string {
  const key = form.get("idempotencyKey") ?? "";
  return /^[\x21-\x7e]{1,64}$/.test(key) ? key : crypto.randomUUID();
}

/** Null where the page says more than words: what has changed. */
function refusalText(answer: Extract<PlaceResult, { ok: false }>): string | null {
  switch (answer.code) {
    case "hold-changed":
      return null;
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
    case "payment-token-missing":
      return "These seats are not free of charge. Nothing was charged. Enter a card to pay for them.";
    default:
      return answer satisfies never;
  }
}
