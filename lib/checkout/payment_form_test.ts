import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { checkPayment } from "./payment_form.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const card = { number: "4242 4242 4242 4242", name: "Ada Lovelace", expiry: "12/39" };

function check(fields: Record<string, string>, { asksForNeed = false, isFree = false } = {}) {
  return checkPayment(new URLSearchParams(fields), { isFree, asksForNeed, now }, wordsIn("en").checkout);
}

Deno.test("a form with a card and the terms agreed to is a token", () => {
  assert.deepEqual(check({ ...card, terms: "on" }), { ok: true, token: "tok_approve" });
});

Deno.test("everything that is wrong with a form is said at once", () => {
  const answer = check({ number: "12" }, { asksForNeed: true });
  assert.ok(!answer.ok);
  assert.deepEqual(Object.keys(answer.errors).toSorted(), ["expiry", "name", "need", "number", "terms"]);
});

Deno.test("the need of a wheelchair place is asked only where one is kept", () => {
  assert.equal(check({ ...card, terms: "on" }, { asksForNeed: true }).ok, false);
  assert.equal(check({ ...card, terms: "on", need: "on" }, { asksForNeed: true }).ok, true);
});

Deno.test("where there is nothing to pay only the terms are asked for, and there is no token", () => {
  assert.deepEqual(check({ terms: "on" }, { isFree: true }), { ok: true });
  const answer = check({}, { isFree: true });
  assert.ok(!answer.ok);
  assert.deepEqual(Object.keys(answer.errors), ["terms"]);
});
