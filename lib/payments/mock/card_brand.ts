/** The brand of a card by the first digits of its number, in the ranges that the brands publish. */
import { latinDigits } from "@/lib/text/latin_digits.ts";

/** Prefixes of each brand; a range is two numbers of equal length. The first match wins. */
const brands: [brand: string, prefixes: (string | [from: string, to: string])[]][] = [
  ["Visa", ["4"]],
  ["Mastercard", [["51", "55"], ["2221", "2720"]]],
  ["American Express", ["34", "37"]],
  ["Discover", ["6011", "65", ["644", "649"]]],
  ["Diners Club", ["36", "38", "39", ["300", "305"]]],
  ["JCB", [["3528", "3589"]]],
  ["UnionPay", ["62"]],
  ["Maestro", ["50", ["56", "58"], "639", "67"]],
];

/** The brand of a card from the digits typed so far; empty while it is not known. */
export function cardBrand(number: string): string {
  const digits = latinDigits(number).replace(/[\s.-]/g, "");
  const fits = (prefix: string | [string, string]) => {
    const [from, to] = typeof prefix === "string" ? [prefix, prefix] : prefix;
    const start = digits.slice(0, from.length);
    return start.length === from.length && from <= start && start <= to;
  };
  return brands.find(([, prefixes]) => prefixes.some(fits))?.[0] ?? "";
}
