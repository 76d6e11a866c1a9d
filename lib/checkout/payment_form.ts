/** The payment form of the checkout. The page, while the buyer types, and the server check it by the same rules. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { type CardErrors, tokenOfCard } from "@/lib/payments/mock/test_cards.ts";

/** What is wrong, by field name. */
export type PaymentErrors = CardErrors & {
  email?: string;
  buyerName?: string;
  terms?: string;
  need?: string;
};

export interface PaymentRules {
  /** The buyer has no account, so the form asks for an email address. */
  isGuest: boolean;
  /** The booking is free, so no card is needed. */
  isFree: boolean;
  /** The seats include places kept for wheelchairs. */
  asksForNeed: boolean;
  /** Milliseconds. */
  now: number;
}

/** Finds slips while the buyer types; the server knows all the rules. */
const MAIL_ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** The token of the form's card (none for a free booking), or what is wrong with the form. */
export function checkPayment(
  form: URLSearchParams,
  { isGuest, isFree, asksForNeed, now }: PaymentRules,
  words: Words["checkout"],
): { ok: true; token?: string } | { ok: false; errors: PaymentErrors } {
  const [number, name, expiry] = ["number", "name", "expiry"].map((field) => form.get(field) ?? "");
  const card = isFree ? { ok: true } as const : tokenOfCard({ number, name, expiry }, now, words.card);
  const errors: PaymentErrors = card.ok ? {} : card.errors;
  if (isGuest && !MAIL_ADDRESS.test((form.get("email") ?? "").trim())) {
    errors.email = words.guest.emailMissing;
  }
  if (!form.has("terms")) errors.terms = words.termsNotAgreed;
  if (asksForNeed && !form.has("need")) errors.need = words.needUnconfirmed;
  return card.ok && Object.keys(errors).length === 0 ? card : { ok: false, errors };
}
