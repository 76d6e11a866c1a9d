/** The payment form of the checkout, checked in the same words by the page while one types and by the server. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { type CardErrors, tokenOfCard } from "@/lib/payments/mock/test_cards.ts";

/** What is wrong, by the name of the field. */
export type PaymentErrors = CardErrors & { terms?: string; need?: string };

export interface PaymentRules {
  /** There is nothing to pay, so no card is asked for. */
  isFree: boolean;
  /** Places that are kept for wheelchairs are among the seats. */
  asksForNeed: boolean;
  /** Milliseconds. */
  now: number;
}

/** The token of the card in a form, none where there is nothing to pay; or what is wrong with the form. */
export function checkPayment(
  form: URLSearchParams,
  { isFree, asksForNeed, now }: PaymentRules,
  words: Words["checkout"],
): { ok: true; token?: string } | { ok: false; errors: PaymentErrors } {
  const [number, name, expiry] = ["number", "name", "expiry"].map((field) => form.get(field) ?? "");
  const card = isFree ? { ok: true } as const : tokenOfCard({ number, name, expiry }, now, words.card);
  const errors: PaymentErrors = card.ok ? {} : card.errors;
  if (!form.has("terms")) errors.terms = words.termsNotAgreed;
  if (asksForNeed && !form.has("need")) errors.need = words.needUnconfirmed;
  return card.ok && Object.keys(errors).length === 0 ? card : { ok: false, errors };
}
