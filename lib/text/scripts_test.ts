import assert from "node:assert/strict";
import fc from "fast-check";
import { scriptRuns } from "./scripts.ts";

const runs = (text: string) => scriptRuns(text).map(({ script, text }) => `${script}:${text}`);

Deno.test("text is split where its script changes", () => {
  assert.deepEqual(runs("Tokyo東京の夜コンサート"), [
    "Latin:Tokyo",
    "Han:東京",
    "Hiragana:の",
    "Han:夜",
    "Katakana:コンサート",
  ]);
  assert.deepEqual(runs("Щелкунчик Ηλέκτρα"), ["Cyrillic:Щелкунчик ", "Greek:Ηλέκτρα"]);
  assert.deepEqual(runs("서울 ความรัก हिन्दी"), ["Hangul:서울 ", "Thai:ความรัก ", "Devanagari:हिन्दी"]);
});

Deno.test("digits, spaces, punctuation and marks belong to the letters before them, or after them at the start", () => {
  assert.deepEqual(runs("«2026: שלום (3)» e\u0301 🎸"), ["Hebrew:«2026: שלום (3)» ", "Latin:e\u0301 🎸"]);
  assert.deepEqual(runs("12 🎸!"), ["Common:12 🎸!"]);
  assert.deepEqual(runs(""), []);
});

Deno.test("a script's own punctuation belongs to its runs", () => {
  assert.deepEqual(runs("مرحبا، Cairo"), ["Arabic:مرحبا، ", "Latin:Cairo"]);
  assert.deepEqual(runs("「東京」、東"), ["Han:「東京」、東"]);
  assert.deepEqual(runs("スーパー"), ["Katakana:スーパー"]);
});

Deno.test("a script that is not listed is Other", () => {
  assert.deepEqual(runs("አዲስ Addis"), ["Other:አዲስ ", "Latin:Addis"]);
});

Deno.test("the runs of any text join to the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.equal(scriptRuns(text).map(({ text }) => text).join(""), text);
  }));
});

Deno.test("text of 100,000 characters is split in linear time", () => {
  const text = "🎸 ".repeat(25_000) + "a東".repeat(12_500);
  assert.equal(scriptRuns(text).length, 25_000);
});
