/** The payment form of the checkout. The page, while the buyer types, and the server check it by the same rules. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { type CardErrors, tokenOfCard } from "@/lib/payments/mock/test_cards.ts";

/** What is wrong, by field name. */
export type PaymentErrors = CardErrors & { terms?: string; need?: string };

export interface PaymentRules {
  /** The booking is free, so no card is needed. */
  isFree: boolean;
  /** The seats include places kept for wheelchairs. */
  asksForNeed: boolean;
  /** Milliseconds. */
  now: number;
}

/** The token of the form's card (none for a free booking), or what is wrong with the form. */
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
