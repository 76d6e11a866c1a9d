import assert from "node:assert/strict";
import fc from "fast-check";
import { hasUntypable, opaqueString } from "./opaque_string.ts";

// RFC 8265, section 4.3.
Deno.test("spaces become ASCII and letters are composed; case, width and symbols stay", () => {
  const rows: [string, string][] = [
    ["correct horse battery staple", "correct horse battery staple"],
    ["Correct Horse Battery Staple", "Correct Horse Battery Staple"],
    ["\u03c0\u00df\u00e5", "\u03c0\u00df\u00e5"],
    ["Jack of \u2666s", "Jack of \u2666s"],
    ["foo\u1680bar", "foo bar"],
    ["a\u00a0b\u3000c", "a b c"],
    ["cafe\u0301", "caf\u00e9"],
    ["ｐａｓｓ", "ｐａｓｓ"],
  ];
  for (const [typed, canonical] of rows) assert.equal(opaqueString(typed), canonical);
});

Deno.test("the canonical form of a canonical form is itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      assert.equal(opaqueString(opaqueString(text)), opaqueString(text));
    }),
  );
});

Deno.test("control characters and lone surrogates can't be typed again, emoji can", () => {
  for (const text of ["my cat is a \tby", "a\nb", "a\u0000", "\ud83d"]) assert.ok(hasUntypable(text), text);
  for (const text of ["👩‍👩‍👧", "❤️", "日本語", " "]) assert.ok(!hasUntypable(text), text);
});
