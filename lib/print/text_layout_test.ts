import assert from "node:assert/strict";
import { familiesFor } from "./faces.ts";
import { type Fit, fitText, type Layout, SIZE_MIN } from "./text_layout.ts";

function fit(text: string, options: Partial<Fit> = {}): Promise<Layout> {
  const families = familiesFor(text, "bold", { country: "PL", locale: "pl" });
  return fitText(text, families, { width: 212, height: 80, size: 22, ...options });
}

/** The runs of each line from left to right, each in reading order. */
function shown({ lines }: Layout): string[] {
  return lines.map(({ runs }) => runs.map(({ text }) => text.trim()).filter(Boolean).join("|"));
}

const read = ({ lines }: Layout) => lines.map(({ runs }) => runs.map(({ text }) => text).join(""));

Deno.test("lines break between words and are evenly spaced", async () => {
  const layout = await fit("The Marriage of Figaro");
  assert.deepEqual(read(layout), ["The Marriage of", "Figaro"]);
  assert.equal(layout.size, 22);
  assert.ok(Math.abs(layout.height - 2 * 1.2 * 22) < 0.01);
});

Deno.test("text shrinks to fit, then breaks within words, then ends in an ellipsis", async () => {
  const long = await fit("Donaudampfschifffahrtsgesellschaft");
  assert.equal(long.lines.length, 1);
  assert.ok(long.size < 22 && long.size > SIZE_MIN);
  const endless = await fit("A".repeat(200));
  assert.ok(endless.lines.length > 1);
  assert.equal(read(endless).join(""), "A".repeat(200));
  const tooMuch = await fit("A".repeat(600), { height: 40 });
  assert.equal(tooMuch.size, SIZE_MIN);
  assert.match(read(tooMuch).at(-1)!, /^A+…$/);
  const one = await fit("word ".repeat(40), { oneLine: true });
  assert.equal(one.lines.length, 1);
  assert.match(read(one)[0], /^word .*…$/);
});

Deno.test("no text overflows its box, whatever its ink", async () => {
  for (const text of ["Ŵ̤̈́", "ﷺ".repeat(9), "ฐู้".repeat(30), "f̴͖̈́".repeat(40), "👩‍👩‍👧‍👦".repeat(30), "W"]) {
    for (const size of [{ width: 212, height: 80 }, { width: 38, height: 34 }, { width: 20, height: 10 }]) {
      const layout = await fit(text, size);
      assert.ok(layout.height <= size.height + 0.5, text);
      for (const line of layout.lines) assert.ok(line.width * layout.size <= size.width + 0.5, text);
    }
  }
});

Deno.test("right-to-left text is in visual order, with embedded numbers and Latin from left to right", async () => {
  const layout = await fit("ליל (עם Jazz 2026) שלום", { width: 400 });
  assert.deepEqual(shown(layout), ["שלום|)|Jazz 2026|ליל (עם"]);
  assert.equal(layout.isRightToLeft, true);
  const english = await fit("Songs of שלום 12 עולם at 8", { width: 400 });
  assert.deepEqual(shown(english), ["Songs of|עולם|12|שלום|at 8"]);
  assert.equal(english.isRightToLeft, false);
});

Deno.test("directional marks order text and have no ink", async () => {
  const layout = await fit("שלום C++\u200e", { width: 400 });
  assert.deepEqual(shown(layout), ["C++|שלום"]);
});

Deno.test("empty text has no runs", async () => {
  for (const text of ["", " ", "\u200b", "\u200e", "\u0301"]) {
    assert.equal((await fit(text)).lines.flatMap(({ runs }) => runs).length, 0, JSON.stringify(text));
  }
});
