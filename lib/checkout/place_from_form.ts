/** Pays with the checkout form: the page gets the same result with and without JavaScript. */
import { type Caller, ownersOf } from "@/lib/auth/caller.ts";
import { z } from "zod";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import { guestShape, type Purchaser, readerOf } from "@/lib/bookings/buyers.ts";
import { placeBooking, type PlaceNeeds, type PlaceResult } from "@/lib/bookings/place.ts";
import { findHold, type HoldNeeds } from "@/lib/holds/holds.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { limitRequest } from "@/lib/http/limit_request.ts";
import type { RateLimits } from "@/lib/http/rate_limits.ts";
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { withSeats } from "@/lib/seats/expired_seats.ts";
import { correctionFor, lineFault } from "@/lib/text/typed_text.ts";
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
  state: {
    services: Needs & { secrets: Pick<Secrets, "cookieSecrets"> };
    caller: Caller;
    cookies: Cookies;
    locale: string;
    words: Words;
  },
  { holdId, path, form, asksForNeed, traceparent }: PaymentSubmission,
): Promise<{ location: string; placed?: string } | PaymentRefusal> {
  const { services, locale, words } = state;
  const refusals = words.checkoutPage.refusal;
  const isGuest = state.caller.user === null;
  // Signed out since: the page asks again who books, with the clock and the seats in view.
  if (isGuest && !form.has("email")) return { location: withSeats(path, form.getAll("seat")) };
  const idempotencyKey = readKey(form);
  const expected = readShown(form);
  if (!expected) return refuse(422, refusals.incomplete, idempotencyKey);
  const rules = { isGuest, isFree: expected.total === 0, asksForNeed, now: services.now() };
  const payment = checkPayment(form, rules, words.checkout);
  const guest = isGuest ? readGuest(form, words) : null;
  if (!payment.ok || guest && "errors" in guest) {
    const errors = { ...payment.ok ? {} : payment.errors, ...guest && "errors" in guest ? guest.errors : {} };
    return refuse(422, null, idempotencyKey, errors);
  }
  const caller = ensureVisitor(state);
  const purchaser: Purchaser = guest
    ? { visitorId: caller.visitorId!, ...guest }
    : { accountId: caller.user!.id };
  await limitRequest(state, "bookings");
  const result = await placeBooking(services, {
    purchaser,
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
    const bookingId = current
      ? current.bookingId
      : await bookingOfHold(services.sql, holdId, readerOf(state));
    if (bookingId) return { location: `/bookings/${bookingId}` };
    if (!current) return { location: withSeats(path, expected.seats) };
  }
  return refuse(409, refusalText(result, refusals, isGuest), crypto.randomUUID());
}

function refuse(
  status: PaymentRefusal["status"],
  refusal: string | null,
  idempotencyKey: string,
  errors: PaymentErrors = {},
): PaymentRefusal {
  return { status, errors, refusal, idempotencyKey };
}

/** Whom a guest's booking is for, or what is wrong with it. */
function readGuest(
  form: URLSearchParams,
  { checkout, typedText }: Words,
): { email: string; name: string } | { errors: PaymentErrors } {
  const [email, buyerName] = ["email", "buyerName"].map((field) => form.get(field) ?? "");
  const read = z.object({ email: guestShape.email, buyerName: guestShape.name.or(z.literal("")) })
    .safeParse({ email, buyerName: buyerName.trim() });
  if (read.success) return { email: read.data.email, name: read.data.buyerName };
  const errors: PaymentErrors = {};
  for (const { path: [field] } of read.error.issues) {
    if (field === "email") errors.email = checkout.guest.emailMissing;
    else errors.buyerName = correctionFor(lineFault(buyerName) ?? "", typedText) ?? typedText.typeAgain;
  }
  return { errors };
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
  isGuest: boolean,
): string | null {
  switch (refused.code) {
    case "hold-changed":
      return null;
    case "limit-exceeded":
      return (isGuest ? words.limitOfGuest : words.limitExceeded)({ limit: refused.limit });
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
