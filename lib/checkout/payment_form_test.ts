import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { checkPayment } from "./payment_form.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const card = { number: "4242 4242 4242 4242", name: "Ada Lovelace", expiry: "12/39" };

function check(fields: Record<string, string>, { asksForNeed = false, isFree = false } = {}) {
  return checkPayment(
    new URLSearchParams(fields),
    { isGuest: false, isFree, asksForNeed, now },
    wordsIn("en").checkout,
  );
}

Deno.test("a form with a card and accepted terms yields a token", () => {
  assert.deepEqual(check({ ...card, terms: "on" }), { ok: true, token: "tok_approve" });
});

Deno.test("all errors of a form are reported at once", () => {
  const result = check({ number: "12" }, { asksForNeed: true });
  assert.ok(!result.ok);
  assert.deepEqual(Object.keys(result.errors).toSorted(), ["expiry", "name", "need", "number", "terms"]);
});

Deno.test("the need for a wheelchair place must be confirmed only if the seats include one", () => {
  assert.equal(check({ ...card, terms: "on" }, { asksForNeed: true }).ok, false);
  assert.equal(check({ ...card, terms: "on", need: "on" }, { asksForNeed: true }).ok, true);
});

Deno.test("a free booking needs only the terms and has no token", () => {
  assert.deepEqual(check({ terms: "on" }, { isFree: true }), { ok: true });
  const result = check({}, { isFree: true });
  assert.ok(!result.ok);
  assert.deepEqual(Object.keys(result.errors), ["terms"]);
});
