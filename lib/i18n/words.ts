/** The words of the interface: every sentence that people read, in all languages. For the server. */
import { BoundedMap } from "@/lib/bounded_map.ts";
import { catalogues } from "./catalogues.gen.ts";
import { readPattern } from "./pattern.ts";
import { PSEUDO, toPseudo } from "./pseudo.ts";
import { type Patterns, speak, type Spoken } from "./speak.ts";
import type { Words } from "./words.gen.ts";

/** Messages by area and key, optionally in groups. */
export interface Messages {
  [key: string]: string | Messages;
}
/** The real languages, without the pseudo-locale. */
export const LANGUAGES = Object.keys(catalogues) as (keyof typeof catalogues)[];
export type Language = keyof typeof catalogues | typeof PSEUDO;

/** The first of these locales' languages that is available; otherwise English. */
export function languageOf(...locales: string[]): Language {
  return locales.flatMap((locale) => [locale, locale.split("-")[0]]).find(isLanguage) ?? "en";
}

/** Whether this is the tag of an available language. */
export function isLanguage(tag: string | null | undefined): tag is Language {
  return tag === PSEUDO || LANGUAGES.some((language) => language === tag);
}

/** The writing direction of a language. */
export function directionOf(language: string): "ltr" | "rtl" {
  return new Intl.Locale(language).getTextInfo().direction ?? "ltr";
}

const patterns = Object.fromEntries(
  LANGUAGES.map((language) => [language, readPatterns(catalogues[language])]),
) as Record<Language, Record<keyof Words, Patterns>>;
patterns[PSEUDO] = toPseudo(patterns.en) as Record<keyof Words, Patterns>;
// Fresh serializes frozen props of islands only once.
freezeAll(patterns);

/** Browsers request few combinations of language and locale. */
const known = new BoundedMap<string, Words>(200);

/** All words in a language, with numbers as in `locale`. */
export function wordsIn(language: Language, locale: string = language): Words {
  const key = `${language} ${locale}`;
  let words = known.get(key);
  if (!words) {
    words = speak<Words>({ language, locale, patterns: patterns[language] });
    known.set(key, words);
  }
  return words;
}

/** All words for readers of a locale. */
export function wordsFor(locale: string): Words {
  return wordsIn(languageOf(locale), locale);
}

/** The words of some areas as data, for an island to `speak`. */
export function spokenIn(language: Language, locale: string, ...areas: (keyof Words)[]): Spoken {
  return {
    language,
    locale,
    patterns: Object.fromEntries(areas.map((area) => [area, patterns[language][area]])),
  };
}

function freezeAll(object: object): void {
  for (const member of Object.values(object)) if (typeof member === "object") freezeAll(member);
  Object.freeze(object);
}

function readPatterns(messages: Messages): Patterns {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [
      key,
      typeof message === "string" ? readPattern(message) : readPatterns(message),
    ]),
  );
}
