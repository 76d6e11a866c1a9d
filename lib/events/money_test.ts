import assert from "node:assert/strict";
import fc from "fast-check";
import { amountFromInput, amountToInput, formatMoney, isCurrency } from "./money.ts";

/** Intl puts no-break spaces where a line must not break. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

Deno.test("money is written by the reader's rules in the event's currency", () => {
  assert.equal(formatMoney(4550, "EUR", "en-GB"), "€45.50");
  assert.equal(plain(formatMoney(1234550, "EUR", "de-DE")), "12.345,50 €");
  assert.equal(formatMoney(4500, "JPY", "en"), "¥4,500");
});

Deno.test("short money leaves out zero cents only", () => {
  assert.equal(formatMoney(4500, "USD", "en-US", { short: true }), "$45");
  assert.equal(formatMoney(4550, "USD", "en-US", { short: true }), "$45.50");
  assert.equal(formatMoney(4500, "USD", "en-US"), "$45.00");
});

Deno.test("what an input shows is read back as the same amount", () => {
  const currency = fc.constantFrom("EUR", "JPY", "KWD", "PLN");
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), currency, (amount, currency) => {
    fc.pre(amount < 10 ** 9);
    assert.equal(amountFromInput(amountToInput(amount, currency), currency), amount);
  }));
});

Deno.test("a typed amount may have a comma, and no more digits than the currency has", () => {
  assert.equal(amountFromInput(" 45,5 ", "EUR"), 4550);
  assert.equal(amountFromInput("45", "EUR"), 4500);
  for (const text of ["45.505", "-1", "", "1e3", "1 000", "4.5.0"]) {
    assert.equal(amountFromInput(text, "EUR"), null, text);
  }
  assert.equal(amountFromInput("45.5", "JPY"), null);
});

Deno.test("only currencies that exist are currencies", () => {
  assert.ok(isCurrency("PLN"));
  assert.ok(!isCurrency("XQZ"));
});
