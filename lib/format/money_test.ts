import assert from "node:assert/strict";
import fc from "fast-check";
import { wordsIn } from "@/lib/i18n/words.ts";
import { currencies, fractionDigits, isCurrency } from "./currencies.ts";
import { amountFromInput, amountToInput, formatMoney } from "./money.ts";

/** Replaces the no-break spaces that Intl inserts. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

const typed = (text: string, currency: string) => {
  const result = amountFromInput(text, currency, wordsIn("en").typedAmount);
  return result.ok ? result.amount : result.error;
};

Deno.test("money is formatted for the reader's locale in the event's currency", () => {
  assert.equal(formatMoney(4550, "EUR", "en-GB"), "€45.50");
  assert.equal(plain(formatMoney(1234550, "EUR", "de-DE")), "12.345,50 €");
  assert.equal(formatMoney(4500, "JPY", "en"), "¥4,500");
});

Deno.test("short money omits only zero cents", () => {
  assert.equal(formatMoney(4500, "USD", "en-US", { short: true }), "$45");
  assert.equal(formatMoney(4550, "USD", "en-US", { short: true }), "$45.50");
  assert.equal(formatMoney(4500, "USD", "en-US"), "$45.00");
});

Deno.test("every currency has the decimal places of ISO 4217, whatever the locale data says", () => {
  for (const currency of currencies) {
    const amount = formatMoney(123_456_789, currency, "en").replace(/[^\d.,]/g, "");
    const digits = fractionDigits(currency);
    assert.equal(amount.replaceAll(/[.,]/g, ""), "123456789", currency);
    assert.equal(
      amount.length - 1 - amount.lastIndexOf("."),
      digits === 0 ? amount.length : digits,
      currency,
    );
  }
  // ICU has no decimal places for these, which would multiply the amount by a hundred.
  for (const currency of ["ALL", "RSD", "MMK", "LAK"]) {
    assert.match(formatMoney(500_000, currency, "en"), /5,000\.00/);
  }
  assert.match(formatMoney(500_000, "HUF", "en"), /5,000\.00/);
  assert.match(formatMoney(500_000, "IQD", "en"), /500\.000/);
});

Deno.test("an amount in an input is read back unchanged, in every currency", () => {
  const currency = fc.constantFrom(...currencies);
  fc.assert(fc.property(fc.nat(10 ** 9 - 1), currency, (amount, currency) => {
    assert.equal(typed(amountToInput(amount, currency), currency), amount);
  }));
});

Deno.test("a typed amount may have a comma, and no more decimal places than the currency", () => {
  assert.equal(typed(" 45,5 ", "EUR"), 4550);
  assert.equal(typed("12,50", "EUR"), 1250);
  assert.equal(typed("45", "EUR"), 4500);
  assert.equal(typed("45.500", "KWD"), 45_500);
  assert.equal(typed("45,5", "KWD"), 45_500);
  for (const text of ["45.505", "-1", "", "1e3", "1 000", "4.5.0", "1,000.00"]) {
    assert.equal(typed(text, "EUR"), "Enter an amount such as 45 or 45.50.", text);
  }
  assert.equal(typed("45.5", "JPY"), "Enter an amount such as 4500.");
  assert.equal(typed("4.5005", "KWD"), "Enter an amount such as 45 or 45.500.");
});

Deno.test("a comma before exactly three digits is rejected in every currency, with its possible readings", () => {
  for (const currency of currencies) assert.match(String(typed("1,000", currency)), /two amounts/, currency);
  assert.equal(typed("1,000", "EUR"), "“1,000” could mean two amounts. Enter 1000.");
  assert.equal(typed("1,250", "KWD"), "“1,250” could mean two amounts. Enter 1250 or 1.250.");
});

Deno.test("a sale can only be made in a currency that people pay with", () => {
  assert.equal(currencies.size, 155);
  for (const code of ["PLN", "HUF", "KWD", "XOF", "XCG"]) assert.ok(isCurrency(code), code);
  for (const code of ["XQZ", "XAU", "XDR", "XTS", "XXX", "CLF", "CHE", "USN", "DEM", "eur", ""]) {
    assert.ok(!isCurrency(code), code);
  }
});

Deno.test("the minor units are those of ISO 4217", () => {
  const digits = (codes: string) => codes.split(" ").map(fractionDigits);
  assert.deepEqual(digits("EUR HUF ISK JPY CLP KWD TND UGX CLF UYW XBB"), [2, 2, 0, 0, 0, 3, 3, 0, 4, 4, 2]);
});
