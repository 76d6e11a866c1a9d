/** Money is an integer in minor units (cents, pence, yen) with an ISO 4217 code. Used on the server and in islands. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { fractionDigits } from "./currencies.ts";

/** Locales come from requests, so the cache of formatters is bounded. */
const FORMATTERS_MAX = 200;
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * Formats an amount, such as "€45.00". `short` omits zero cents: "€45", but "€45.50".
 */
export function formatMoney(
  amount: number,
  currency: string,
  locale: string,
  { short = false }: { short?: boolean } = {},
): string {
  const digits = fractionDigits(currency);
  const key = `${locale} ${currency} ${short}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    if (formatters.size >= FORMATTERS_MAX) formatters.clear();
    const trailingZeroDisplay = short ? "stripIfInteger" : "auto";
    formatter = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      trailingZeroDisplay,
    });
    formatters.set(key, formatter);
  }
  return formatter.format(amount / 10 ** digits);
}

/** An amount as shown in an input field, such as "45.50". */
export function amountToInput(amount: number, currency: string): string {
  const digits = fractionDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}

/** A typed amount in minor units, or a sentence that explains how to write it. */
export type TypedAmount =
  | { ok: true; amount: number; error?: undefined }
  | { ok: false; error: string; amount?: undefined };

/**
 * Parses an amount typed into an input field: "45", "45.5" or "45,50". A point is always a decimal separator, as
 * {@link amountToInput} writes it. So is a comma, unless exactly three digits follow: "1,000" may be a thousand or one,
 * whatever the currency.
 */
export function amountFromInput(text: string, currency: string, words: Words["typedAmount"]): TypedAmount {
  const refuse = (error: string) => ({ ok: false, error } as const);
  const digits = fractionDigits(currency);
  const typed = text.trim();
  const [, whole, separator, fraction = ""] = /^(\d{1,9})(?:([.,])(\d{1,4}))?$/.exec(typed) ?? [];
  if (whole !== undefined && separator === "," && fraction.length === 3) {
    const readings = { typed, whole: String(Number(whole + fraction)), decimal: `${whole}.${fraction}` };
    return refuse(digits < 3 ? words.ambiguous(readings) : words.ambiguousThousandths(readings));
  }
  if (whole === undefined || fraction.length > digits) {
    if (digits === 0) return refuse(words.enterWhole({ whole: "4500" }));
    const decimal = amountToInput(455 * 10 ** (digits - 1), currency);
    return refuse(words.enterDecimal({ whole: "45", decimal }));
  }
  return { ok: true, amount: Number(whole + fraction.padEnd(digits, "0")) };
}
