import assert from "node:assert/strict";
import { productFiles, root } from "@/lib/testing/product_files.ts";
import { faultsOf, listMessages } from "./check.ts";
import { readPattern } from "./pattern.ts";
import { PSEUDO } from "./pseudo.ts";
import { type Pattern, speak } from "./speak.ts";
import { catalogues } from "./catalogues.gen.ts";
import { directionOf, languageOf, LANGUAGES, spokenIn, wordsIn } from "./words.ts";
import type { Words } from "./words.gen.ts";

Deno.test("every language has every message, with the same arguments and all plural categories", () => {
  for (const language of LANGUAGES) {
    assert.deepEqual(faultsOf(language, catalogues[language], catalogues.en), []);
  }
});

Deno.test("every message is used somewhere", async () => {
  const files = (await Promise.all(["lib", "components", "islands", "routes"].map(productFiles))).flat()
    .filter((file) => !file.startsWith("lib/i18n/"));
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(new URL(file, root))));
  const used = new Set(texts.join(" ").match(/[\w-]+/g));
  const keys = listMessages(catalogues.en).map(([path]) => path);
  assert.deepEqual(keys.filter((path) => !used.has(path.split(".").at(-1)!)), []);
});

Deno.test("apostrophes and ellipses are typographic, and quotation marks are the language's own, in pairs", () => {
  const quotes: Record<string, RegExp> = { en: /“[^“”„]*”/g, de: /„[^„“”]*“/g };
  for (const language of LANGUAGES) {
    const wrong = listMessages(catalogues[language]).filter(([, message]) =>
      // An apostrophe before a brace quotes it.
      /"|\.\.\.|'(?![{}])/.test(message) ||
      (language in quotes && /[“”„‘‚«»]/.test(message.replaceAll(quotes[language], "")))
    );
    assert.deepEqual(wrong, [], language);
  }
});

/** Terms that both languages share, and the product's name. Anything else equal to the English is untranslated. */
const SAME_IN_GERMAN = [
  "(optional)",
  "<time></time>\u00a0UTC",
  "API",
  "Bar",
  "Block {number}",
  "Code",
  "Live",
  "Name",
  "Passkeys",
  "Status",
  "System",
  "Text",
  "Ticket",
  "Tickets",
  "Version",
  "Zone {number}",
  "Zoom",
  "{time}\u00a0UTC",
  "{title} · Aisle",
];

Deno.test("no message is left in English", () => {
  const english = new Map(listMessages(catalogues.en));
  const same = listMessages(catalogues.de).filter(([path, message]) =>
    message === english.get(path) && /\p{L}/u.test(textOf(readPattern(message)))
  );
  assert.deepEqual([...new Set(same.map(([, message]) => message))].toSorted(), SAME_IN_GERMAN);
});

Deno.test("in German, units, percent signs and ellipses cannot wrap away from the word before them", () => {
  assert.deepEqual(listMessages(catalogues.de).filter(([, message]) => / (Uhr|…|€|%)/.test(message)), []);
});

Deno.test("no-break spaces are written as \\u00a0, so that they are visible", async () => {
  for (const language of LANGUAGES) {
    const file = await Deno.readTextFile(new URL(`messages/${language}.json`, import.meta.url));
    assert(!file.includes("\u00a0"), language);
  }
});

Deno.test("an island has the same words as its page, with the reader's number format", () => {
  const sent = JSON.parse(JSON.stringify(spokenIn("en", "de", "events")));
  const { events } = speak<Pick<Words, "events">>(sent);
  assert.equal(events.browseHeading, wordsIn("en").events.browseHeading);
  assert.equal(events.sale.seatsLeft({ count: 1200 }), "1.200 seats left");
  assert.equal(wordsIn("en", "de").events.sale.seatsLeft({ count: 1200 }), "1.200 seats left");
});

Deno.test("readers get the first of their languages that is available, or else English", () => {
  assert.equal(languageOf("en-GB"), "en");
  assert.equal(languageOf("gsw-CH", "de-CH"), "de");
  for (const none of [[], ["gsw-CH"], ["eng"], [""], ["ar"]]) assert.equal(languageOf(...none), "en");
});

Deno.test("a language has the writing direction of its script", () => {
  assert.deepEqual(["en", "de", PSEUDO].map(directionOf), ["ltr", "ltr", "rtl"]);
});

/** The text of a pattern without its arguments. */
function textOf(pattern: Pattern): string {
  if (typeof pattern === "string") return pattern;
  return pattern.map((part) => {
    if (typeof part === "string") return part;
    if ("tag" in part) return textOf(part.inner);
    return "cases" in part ? Object.values(part.cases).map(textOf).join(" ") : "";
  }).join("");
}
