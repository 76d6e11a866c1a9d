/** Money is an integer in minor units (cents, pence, yen) with an ISO 4217 code. Used on the server and in islands. */
import { fractionDigits } from "./currencies.ts";

/** Locales come from requests, so the cache of formatters is bounded. */
const FORMATTERS_MAX = 200;
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * An amount as a person writes it, such as "€45.00". `short` leaves out zero cents: "€45", but "€45.50".
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

/** An amount as it stands in an input field, such as "45.50". */
export function amountToInput(amount: number, currency: string): string {
  const digits = fractionDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}

/** A typed amount in minor units, or a sentence that says how to write it. */
export type TypedAmount =
  | { ok: true; amount: number; error?: undefined }
  | { ok: false; error: string; amount?: undefined };

/**
 * Reads what was typed into an input field: "45", "45.5" or "45,50". A point is always the decimal sign, as
 * {@link amountToInput} writes it. A comma is one too, unless exactly three digits follow: "1,000" may be a thousand or
 * one, whatever the currency.
 */
export function amountFromInput(text: string, currency: string): TypedAmount {
  const digits = fractionDigits(currency);
  const typed = text.trim();
  const [, whole, sign, fraction = ""] = /^(\d{1,9})(?:([.,])(\d{1,4}))?$/.exec(typed) ?? [];
  if (whole !== undefined && sign === "," && fraction.length === 3) {
    const other = digits < 3 ? "" : ` or ${whole}.${fraction}`;
    return {
      ok: false,
      error: `“${typed}” can be read in two ways. Write ${Number(whole + fraction)}${other}.`,
    };
  }
  if (whole === undefined || fraction.length > digits) {
    const example = digits === 0 ? "4500" : `45 or ${amountToInput(455 * 10 ** (digits - 1), currency)}`;
    return { ok: false, error: `Give an amount such as ${example}.` };
  }
  return { ok: true, amount: Number(whole + fraction.padEnd(digits, "0")) };
}
