/** Pays with the checkout form: the page gets the same result with and without JavaScript. */
import { type Caller, ownersOf } from "@/lib/auth/caller.ts";
import { placeBooking, type PlaceNeeds, type PlaceResult } from "@/lib/bookings/place.ts";
import { findHold, type HoldNeeds } from "@/lib/holds/holds.ts";
import { limitRequest } from "@/lib/http/limit_request.ts";
import type { RateLimits } from "@/lib/http/rate_limits.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { withSeats } from "@/lib/seats/expired_seats.ts";
import { bookingOfHold } from "./booking_of_hold.ts";
import { checkPayment, type PaymentErrors } from "./payment_form.ts";
import { type PaymentRefusal, readShown } from "./view.ts";

interface Needs extends HoldNeeds, PlaceNeeds {
  rateLimits: RateLimits;
}

export interface PaymentSubmission {
  holdId: string;
  /** The checkout's path. */
  path: string;
  form: URLSearchParams;
  /** Whether the seats include places kept for wheelchairs. */
  asksForNeed: boolean;
  /** The request's, for tracing. */
  traceparent?: string;
}

/**
 * Books a hold from the checkout form, at the total and with the seats that the form showed. However often the form is
 * sent, and from wherever, it leads to the hold's one booking; an expired hold leads to the page that offers its seats
 * again. `placed` is the id of a booking that may still be pending.
 * @throws {Problem} `rate-limited`
 */
export async function placeFromForm(
  state: { services: Needs; caller: Caller; locale: string; words: Words },
  { holdId, path, form, asksForNeed, traceparent }: PaymentSubmission,
): Promise<{ location: string; placed?: string } | PaymentRefusal> {
  const { services, caller, locale, words } = state;
  const refusals = words.checkoutPage.refusal;
  const { user } = caller;
  // The checkout page asks the buyer to sign in, with the clock and the seats in view.
  if (!user) return { location: withSeats(path, form.getAll("seat")) };
  const idempotencyKey = readKey(form);
  const expected = readShown(form);
  if (!expected) return refuse(422, refusals.incomplete, idempotencyKey);
  const rules = { isFree: expected.total === 0, asksForNeed, now: services.now() };
  const payment = checkPayment(form, rules, words.checkout);
  if (!payment.ok) return refuse(422, null, idempotencyKey, payment.errors);
  await limitRequest(state, "bookings");
  const result = await placeBooking(services, {
    userId: user.id,
    owners: ownersOf(caller),
    holdId,
    paymentToken: payment.token,
    expected,
    locale,
    idempotencyKey,
    traceparent,
  });
  if (result.ok) return { location: `/bookings/${result.bookingId}`, placed: result.bookingId };
  if (result.code === "hold-claimed" || result.code === "hold-expired") {
    const current = await findHold(services, caller, holdId);
    const bookingId = current ? current.bookingId : await bookingOfHold(services.sql, holdId, user.id);
    if (bookingId) return { location: `/bookings/${bookingId}` };
    if (!current) return { location: withSeats(path, expected.seats) };
  }
  return refuse(409, refusalText(result, refusals), crypto.randomUUID());
}

function refuse(
  status: PaymentRefusal["status"],
  refusal: string | null,
  idempotencyKey: string,
  errors: PaymentErrors = {},
): PaymentRefusal {
  return { status, errors, refusal, idempotencyKey };
}

/** The form's key comes from the browser: an invalid one is replaced, so that booking can't fail because of it. */
function readKey(form: URLSearchParams): string {
  const key = form.get("idempotencyKey") ?? "";
  return /^[\x21-\x7e]{1,64}$/.test(key) ? key : crypto.randomUUID();
}

/** What to say about a refusal; null if the page itself shows what has changed. */
function refusalText(
  refused: Extract<PlaceResult, { ok: false }>,
  words: Words["checkoutPage"]["refusal"],
): string | null {
  switch (refused.code) {
    case "hold-changed":
      return null;
    case "limit-exceeded":
      return words.limitExceeded({ limit: refused.limit });
    case "seats-unavailable":
      return words.seatsUnavailable;
    case "not-on-sale":
      return words.notOnSale;
    case "idempotency-key-reused":
    case "hold-claimed":
      return words.alreadySent;
    case "hold-expired":
      return words.holdExpired;
    case "payment-token-missing":
      return words.notFree;
    default:
      return refused satisfies never;
  }
}
