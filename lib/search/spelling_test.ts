import assert from "node:assert/strict";
import fc from "fast-check";
import { nearestWord, typingErrors } from "./spelling.ts";

Deno.test("a letter omitted, added, mistyped or swapped counts as one typing error", () => {
  assert.equal(typingErrors("bethoven", "beethoven"), 1);
  assert.equal(typingErrors("beeethoven", "beethoven"), 1);
  assert.equal(typingErrors("beathoven", "beethoven"), 1);
  assert.equal(typingErrors("bathovn", "beethoven"), 3);
  assert.equal(typingErrors("moazrt", "mozart"), 1);
  assert.equal(typingErrors("nihgt", "night"), 1);
});

Deno.test("letters not typed yet are not errors", () => {
  assert.equal(typingErrors("betho", "beethoven"), 1);
  fc.assert(fc.property(fc.string(), fc.string(), (typed, rest) => {
    assert.equal(typingErrors(typed, typed + rest), 0);
  }));
});

Deno.test("the nearest word is suggested, and the first of equals", () => {
  assert.equal(nearestWord("bethoven", ["bethesda", "beethoven", "beetroot"]), "beethoven");
  assert.equal(nearestWord("moazrt", ["moan", "mozart"]), "mozart");
  assert.equal(nearestWord("jzz", ["jazz", "jizz"]), "jazz");
});

Deno.test("a word that is too far away or begins with another letter is not suggested", () => {
  assert.equal(nearestWord("zither", ["beethoven", "zebra"]), null);
  assert.equal(nearestWord("ovember", ["november"]), null);
  assert.equal(nearestWord("fg", ["fog"]), null, "two letters may be anything");
  assert.equal(nearestWord("fgo", []), null);
});
