/** Money is an integer in minor units (cents, pence, yen) with an ISO 4217 code. Used on the server and in islands. */
import { BoundedMap } from "@/lib/bounded_map.ts";

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
  const key = `${locale} ${currency} ${short}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    if (formatters.size >= FORMATTERS_MAX) formatters.clear();
    const trailingZeroDisplay = short ? "stripIfInteger" : "auto";
    formatter = new Intl.NumberFormat(locale, { style: "currency", currency, trailingZeroDisplay });
    formatters.set(key, formatter);
  }
  return formatter.format(amount / 10 ** fractionDigits(currency));
}

/** Asking Intl takes longer than formatting the amount. */
const digitsByCurrency = new BoundedMap<string, number>(FORMATTERS_MAX);

/** How many digits of a currency come after the point: 2 for EUR, 0 for JPY. Throws RangeError for no code at all. */
export function fractionDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/** An amount as it stands in an input field, such as "45.50". */
export function amountToInput(amount: number, currency: string): string {
  const digits = fractionDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}

/** What was typed into an input field ("45", "45.5", "45,50") in minor units; null for anything else. */
export function amountFromInput(text: string, currency: string): number | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!match) return null;
  const digits = fractionDigits(currency);
  const [, whole, fraction = ""] = match;
  return fraction.length > digits ? null : Number(whole + fraction.padEnd(digits, "0"));
}

/** Whether a text is a currency that Intl knows. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf("currency").includes(code);
}
