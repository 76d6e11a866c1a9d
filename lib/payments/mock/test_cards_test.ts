import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { type CardForm, testCards, tokenOfCard } from "./test_cards.ts";

const now = Date.UTC(2026, 10, 22);
const card = { name: "Ada Lovelace", number: "4242 4242 4242 4242", expiry: "09/29" };
const read = (card: CardForm) => tokenOfCard(card, now, wordsIn("en").checkout.card);

Deno.test("each test card has its token, with or without spaces", () => {
  for (const { number, token } of testCards) {
    assert.deepEqual(read({ ...card, number }), { ok: true, token });
    assert.deepEqual(read({ ...card, number: number.replaceAll(" ", "") }), { ok: true, token });
  }
});

Deno.test("a card is read in the various ways people type it", () => {
  for (
    const number of [
      "4000-0000-0000-0002",
      "4000.0000.0000.0002",
      "４000 ０000 ０000 ０00２",
      "٤000 ٠000 ٠000 000٢",
    ]
  ) {
    assert.deepEqual(read({ ...card, number }), { ok: true, token: "tok_decline" }, number);
  }
  for (const expiry of ["9/29", "09/2029", "0929", "092029", "09-29", "09.29", "09 29", "٠٩/٢٩"]) {
    assert(read({ ...card, expiry }).ok, expiry);
  }
  for (const expiry of ["", "9", "929292", "13/29", "00/29", "2029-09", "09/3029"]) {
    assert(!read({ ...card, expiry }).ok, expiry);
  }
});

Deno.test("any other card has a random outcome", () => {
  assert.deepEqual(read({ ...card, number: "5555 5555 5555 4444" }), {
    ok: true,
    token: "tok_random",
  });
});

Deno.test("every invalid field is named", () => {
  const result = read({ name: " ", number: "4242", expiry: "13/29" });
  assert(!result.ok);
  assert.deepEqual(Object.keys(result.errors).sort(), ["expiry", "name", "number"]);
});

Deno.test("a card is valid until the end of its month", () => {
  assert(read({ ...card, expiry: "11/26" }).ok);
  assert(read({ ...card, expiry: "11/2026" }).ok);
  assert(!read({ ...card, expiry: "10/26" }).ok);
});
