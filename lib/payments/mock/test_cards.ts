/** The cards of the mock payment form. Card numbers go no further: only their token is passed on. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { latinDigits } from "@/lib/text/latin_digits.ts";
import type { MockToken } from "./tokens.ts";

/** The cards whose outcome is certain. */
export const testCards: { number: string; token: MockToken }[] = [
  { number: "4242 4242 4242 4242", token: "tok_approve" },
  { number: "4000 0000 0000 0002", token: "tok_decline" },
  { number: "4000 0000 0000 9995", token: "tok_timeout" },
  { number: "4000 0000 0000 6975", token: "tok_late" },
];

/** The card fields of the payment form, as typed. */
export interface CardForm {
  name: string;
  number: string;
  /** Month and year, the year with two or four digits. */
  expiry: string;
}

export type CardErrors = { [field in keyof CardForm]?: string };

/**
 * The payment token of a card. A number that is not in the table gets `tok_random`. `now` in milliseconds; a card is
 * valid until the end of its month, in UTC.
 */
export function tokenOfCard(
  { name, number, expiry }: CardForm,
  now: number,
  words: Words["checkout"]["card"],
): { ok: true; token: MockToken } | { ok: false; errors: CardErrors } {
  const errors: CardErrors = {};
  const digits = latinDigits(number).replace(/[\s.-]/g, "");
  if (name.trim() === "") errors.name = words.nameMissing;
  if (!/^\d{12,19}$/.test(digits)) errors.number = words.numberIncomplete;
  const end = endOfExpiry(expiry);
  if (end === null) errors.expiry = words.expiryMissing;
  else if (end <= now) errors.expiry = words.expired;
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const card = testCards.find((card) => card.number.replaceAll(" ", "") === digits);
  return { ok: true, token: card?.token ?? "tok_random" };
}

function endOfExpiry(expiry: string): number | null {
  const match = /^\s*(\d{1,2})\s*[/.-]?\s*(?:20)?(\d{2})\s*$/.exec(latinDigits(expiry));
  const month = Number(match?.[1]);
  if (!match || month < 1 || month > 12) return null;
  return Date.UTC(2000 + Number(match[2]), month);
}
