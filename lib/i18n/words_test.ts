import assert from "node:assert/strict";
import { productFiles, root } from "@/lib/testing/product_files.ts";
import { faultsOf } from "./check.ts";
import { catalogues, languageOf, LANGUAGES, type Messages, spokenIn, wordsIn } from "./words.ts";
import { speak } from "./speak.ts";
import type { Words } from "./words.gen.ts";

Deno.test("every language has every message, with the same arguments and all its plurals", () => {
  for (const language of LANGUAGES) {
    assert.deepEqual(faultsOf(language, catalogues[language], catalogues.en), []);
  }
});

Deno.test("every message is used somewhere", async () => {
  const files = (await Promise.all(["lib", "components", "islands", "routes"].map(productFiles))).flat()
    .filter((file) => !file.startsWith("lib/i18n/"));
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(new URL(file, root))));
  const used = new Set(texts.join(" ").match(/[\w-]+/g));
  assert.deepEqual(keysOf(catalogues.en).filter((key) => !used.has(key)), []);
});

Deno.test("quotes, apostrophes and ellipses are those of print", () => {
  for (const language of LANGUAGES) {
    const texts = textsOf(catalogues[language]);
    // An apostrophe before a brace quotes it.
    assert.deepEqual(texts.filter((text) => /"|\.\.\.|'(?![{}])/.test(text)), [], language);
  }
});

Deno.test("an island says what its page says, with the reader's numbers", () => {
  const sent = JSON.parse(JSON.stringify(spokenIn("en", "de", "events")));
  const { events } = speak<Pick<Words, "events">>(sent);
  assert.equal(events.browseHeading, wordsIn("en").events.browseHeading);
  assert.equal(events.sale.seatsLeft({ count: 1200 }), "1.200 seats left");
  assert.equal(wordsIn("en", "de").events.sale.seatsLeft({ count: 1200 }), "1.200 seats left");
});

function keysOf(messages: Messages): string[] {
  return Object.entries(messages).flatMap(([key, message]) =>
    typeof message === "string" ? [key] : keysOf(message)
  );
}

function textsOf(messages: Messages): string[] {
  return Object.values(messages).flatMap((message) =>
    typeof message === "string" ? [message] : textsOf(message)
  );
}

Deno.test("readers of a locale get their language, or English where the product does not speak it", () => {
  assert.deepEqual(["en", "en-GB", "gsw-CH", "eng", ""].map(languageOf), ["en", "en", "en", "en", "en"]);
});
