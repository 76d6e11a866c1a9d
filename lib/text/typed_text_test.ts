import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { correctionFor, lineFault, linesFault, typedLine, typedLines } from "./typed_text.ts";

/** Invisible on their own: each has been accepted as a name by some product. */
const INVISIBLE = [
  "\u200b",
  "\u200b\u200d",
  "\u2060",
  "\u2800",
  "\u3164",
  "\u115f\u1160",
  "\uffa0",
  "\u00ad",
  "\u034f",
  "\u180e",
  "\ufe0f",
  "\u{1d159}",
  "\u{e0041}",
  "\u0301",
  "\u2066\u2069",
];

const VISIBLE = [
  "Ada",
  "Ł",
  "42",
  "!",
  "♥",
  "👩‍👩‍👧‍👦",
  "🏳️‍🌈",
  "می‌خواهم",
  "क्‍ष",
  "東京",
  "ไทย",
  "한국",
  "שלום\u200e!",
  "A \u2068حفلة\u2069 B",
];

Deno.test("a line has a visible character", () => {
  for (const text of INVISIBLE) {
    assert.equal(lineFault(text), "must contain a visible character", JSON.stringify(text));
    assert.equal(linesFault(text), "must contain a visible character", JSON.stringify(text));
  }
  for (const text of VISIBLE) assert.equal(lineFault(text), null, text);
  assert.equal(lineFault(""), null, "whether it may be empty is up to the schema");
});

Deno.test("a line is one line, without control characters", () => {
  for (const text of ["a\nb", "a\rb", "a\u2028b", "a\u2029b", "a\u0085b", "a\vb", "a\fb"]) {
    assert.equal(lineFault(text), "must be on one line", JSON.stringify(text));
  }
  for (const text of ["a\x07b", "a\x1b[31m", "a\x7f", "a\x80b", "a\tb"]) {
    assert.equal(lineFault(text), "must not contain control characters", JSON.stringify(text));
  }
});

Deno.test("text of several lines may have line breaks and tabs, but no other control characters", () => {
  assert.equal(linesFault("a\n\n\tb\u2028c"), null);
  for (const text of ["a\x07", "a\rb", "a\x1b"]) {
    assert.equal(linesFault(text), "must not contain control characters", JSON.stringify(text));
  }
});

Deno.test("text that changes the direction of what follows is rejected", () => {
  const redirecting = [
    "a\u202eb",
    "\u202da",
    "\u202ba\u202c",
    "a\u2066b",
    "a\u2068b\u2069\u2067",
    "\u2069a",
    "\u2069\u2066a",
  ];
  for (const text of redirecting) {
    assert.equal(
      lineFault(text),
      "must not change the direction of the text around it",
      JSON.stringify(text),
    );
  }
  assert.equal(linesFault("a\u2067b\nc\u2069"), "must not change the direction of the text around it");
});

Deno.test("schemas output text in canonical form, trimmed, with one kind of line break", () => {
  assert.equal(typedLine(10).parse("\u3000 Cafe\u0301\n"), "Caf\u00e9");
  assert.equal(typedLines(20).parse("one\r\ntwo\rthree\n"), "one\ntwo\nthree");
  assert.equal(typedLine(10).parse(" "), "");
});

Deno.test("rejected text comes with a correction in words for people", () => {
  const { typedText } = wordsIn("en");
  for (const text of ["a\nb", "a\x07", "a\u202e", "\u200b"]) {
    const { error } = typedLine(10).safeParse(text);
    const [{ message }] = error!.issues;
    assert.match(
      correctionFor(message, typedText) ?? "",
      /^[A-Z][^.]+\.( [A-Z][^.]+\.)?$/,
      JSON.stringify(text),
    );
  }
  assert.equal(correctionFor(typedLine(1).safeParse("ab").error!.issues[0].message, typedText), undefined);
});
