import assert from "node:assert/strict";
import { languageOf, LANGUAGES } from "@/lib/i18n/words.ts";
import { bytesRetainedBy } from "@/lib/testing/memory.ts";
import { type LanguagePreferences, languagesFor, voiceFor } from "./locale.ts";

const localeOf = (acceptLanguage: string | null) => voiceFor({ acceptLanguage }).locale;

Deno.test("the most preferred language that Intl supports wins", () => {
  assert.equal(localeOf("de-CH, fr;q=0.9, en;q=0.8"), "de-CH");
  assert.equal(localeOf("en;q=0.5, pl;q=0.9"), "pl");
  assert.equal(localeOf("not a tag, !!, pl"), "pl");
  assert.equal(localeOf("tlh, *;q=0.5, ja;q=0.2"), "ja");
  for (const none of [null, "", "*", ";;", "de;q=0", "x".repeat(10_000)]) {
    assert.equal(localeOf(none), "en", String(none));
  }
});

Deno.test("words are in the first available language of the account, this device and the browser", () => {
  const voices: [
    preferences: Omit<LanguagePreferences, "acceptLanguage">,
    acceptLanguage: string,
    language: string,
    locale: string,
  ][] = [
    [{}, "de-AT, en", "de", "de-AT"],
    [{}, "ja, de;q=0.5", "de", "ja"],
    [{}, "ja", "en", "ja"],
    [{ chosen: "de" }, "en-US", "de", "de"],
    [{ chosen: "de" }, "en-US, de-CH;q=0.2", "de", "de-CH"],
    [{ chosen: "en" }, "de", "en", "en"],
    [{ account: "en-GB", chosen: "de" }, "de", "en", "en-GB"],
    [{ account: "fi", chosen: "de" }, "en", "de", "fi"],
    [{ account: "fi" }, "", "en", "fi"],
  ];
  for (const [preferences, acceptLanguage, language, locale] of voices) {
    assert.deepEqual(
      voiceFor({ ...preferences, acceptLanguage }),
      { language, locale },
      JSON.stringify([preferences, acceptLanguage]),
    );
  }
});

Deno.test("languages are offered under their own names, including one set through the API", () => {
  const offered = languagesFor(null);
  assert.equal(offered.find(({ tag }) => tag === "de")?.name, "Deutsch");
  assert.deepEqual(languagesFor("de"), offered);
  for (const language of LANGUAGES) assert(offered.some(({ tag }) => languageOf(tag) === language), language);
  assert.deepEqual(languagesFor("fi").at(-1), { tag: "fi", name: "suomi" });
});

Deno.test("a locale is short, whatever extensions were sent with it", () => {
  assert.equal(localeOf("zh-hant-tw"), "zh-Hant-TW");
  assert.equal(localeOf("de-DE-u-ca-buddhist-nu-thai-x-anything"), "de-DE");
  assert.equal(localeOf("sl-rozaj-biske-1994"), "sl");
});

Deno.test("only the beginning of a long header is kept in memory", async () => {
  const retained = await bytesRetainedBy(() => {
    for (let n = 0; n < 1_000; n++) {
      const header = new TextDecoder().decode(
        new TextEncoder().encode(`de, en;q=0.${n}, `.padEnd(62_000, "fr, ")),
      );
      assert.equal(localeOf(header), "de");
    }
  });
  assert(retained < 2_000_000, `${retained} bytes`);
});
