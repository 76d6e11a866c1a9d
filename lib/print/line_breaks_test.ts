import assert from "node:assert/strict";
import { lineBreaks } from "./line_breaks.ts";

/** The text with a bar wherever a line may break. */
function broken(text: string): string {
  const ends = lineBreaks(text);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)).join("|");
}

Deno.test("lines break after spaces, hyphens and dashes, never within a word or before closing punctuation", () => {
  assert.equal(broken("The Marriage of Figaro (new)!"), "The |Marriage |of |Figaro |(new)!");
  assert.equal(broken("Jean-Luc don't A/B 5-6"), "Jean-|Luc |don't |A/|B |5-6");
  assert.equal(broken("20\u00a0000 Kč"), "20\u00a0000 |Kč");
  assert.equal(broken("مرحبا، يا عالم"), "مرحبا، |يا |عالم");
  assert.equal(broken("서울 음악회"), "서울 |음악회");
});

Deno.test("lines of scripts without spaces break between words", () => {
  assert.equal(broken("ความรักที่ยิ่งใหญ่"), "ความ|รัก|ที่|ยิ่ง|ใหญ่");
  assert.equal(broken("東京の夜「新世界」、再び。"), "東京|の|夜|「新|世界」、|再び。");
  assert.equal(broken("北京国际音乐节2026年"), "北京|国际|音乐节2026年");
});

Deno.test("the only break in empty text is its end", () => {
  assert.deepEqual(lineBreaks(""), [0]);
});
