/** The payment form of the checkout, checked in the same words by the page while one types and by the server. */
import { type CardErrors, tokenOfCard } from "./mock/test_cards.ts";
import type { PaymentToken } from "./provider.ts";

/** What is wrong, by the name of the field. */
export type PaymentErrors = CardErrors & { terms?: string; need?: string };

/** What became of a form that was sent: where to go on, or what to show beside the form and the key to send it again with. */
export type PaymentAnswer =
  | { location: string }
  | { errors: PaymentErrors; refusal: string | null; idempotencyKey: string };

/**
 * The token of the card in a form, or what is wrong with the form. `asksForNeed`: whether places that are kept for
 * wheelchairs are among the seats. `now` in milliseconds.
 */
export function checkPayment(
  form: URLSearchParams,
  { asksForNeed, now }: { asksForNeed: boolean; now: number },
): { ok: true; token: PaymentToken } | { ok: false; errors: PaymentErrors } {
  const [number, name, expiry] = ["number", "name", "expiry"].map((field) => form.get(field) ?? "");
  const card = tokenOfCard({ number, name, expiry }, now);
  const errors: PaymentErrors = card.ok ? {} : card.errors;
  if (!form.has("terms")) errors.terms = "Agree to the terms, or go back to the seats.";
  if (asksForNeed && !form.has("need")) errors.need = "Say that the place is needed, or choose other seats.";
  return card.ok && Object.keys(errors).length === 0 ? card : { ok: false, errors };
}
