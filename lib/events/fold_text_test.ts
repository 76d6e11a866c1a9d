import assert from "node:assert/strict";
import fc from "fast-check";
import { foldedWords, foldText } from "./fold_text.ts";

Deno.test("folding drops case, accents and punctuation", () => {
  assert.equal(foldText("Łódź"), "lodz");
  assert.equal(foldText("  Señor  Coconut & Søn — 2×"), "senor coconut son 2");
  assert.equal(foldText("Straße, Œuvre, İstanbul, ﬁlm"), "strasse oeuvre istanbul film");
});

Deno.test("scripts without case keep their letters", () => {
  assert.equal(foldText("東京 Nights"), "東京 nights");
});

Deno.test("folding twice changes nothing", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
    assert.equal(foldText(foldText(text)), foldText(text));
  }));
});

Deno.test("case and the way an accent is written make no difference", () => {
  fc.assert(fc.property(fc.constantFrom("Łódź", "Überjazz", "Ñandú", "Çelik", "naïve café"), (text) => {
    for (const other of [text.toUpperCase(), text.normalize("NFD"), text.normalize("NFC"), `¡${text}!`]) {
      assert.deepEqual(foldedWords(other), foldedWords(text));
    }
  }));
});

Deno.test("a text without letters and digits has no words", () => {
  assert.deepEqual(foldedWords(" –!? "), []);
});
