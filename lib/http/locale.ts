/** The language that a person reads, and the locale of their dates and prices. */
import { BoundedMap } from "@/lib/bounded_map.ts";
import type { Voice } from "@/lib/i18n/speak.ts";
import { type Language, languageOf, LANGUAGES } from "@/lib/i18n/words.ts";

/** More than any browser sends; bounds the work and the memory that a header may cost. */
const HEADER_LENGTH_MAX = 200;

/** Browsers send few different headers, and a lookup here is faster than asking Intl. */
const known = new BoundedMap<string, readonly string[]>(1_000);

/** A reader's language preferences. */
export interface LanguagePreferences {
  /** The locale of the account; takes precedence. */
  account?: string | null;
  /** The language chosen on this device; comes next. */
  chosen?: Language | null;
  acceptLanguage: string | null;
}

/**
 * The language of the words is the first preferred one that has a translation; the locale of dates and prices is the
 * first preferred one that Intl supports; English by default. Locales have at most a language, script and region, such
 * as `zh-Hant-TW`, so that caches per locale stay small.
 */
export function voiceFor(
  { account, chosen, acceptLanguage }: LanguagePreferences,
): Voice & { language: Language } {
  const accepted = acceptedLocales(acceptLanguage);
  // The browser may know the region for the language chosen here.
  const here = chosen && (accepted.find((locale) => languageOf(locale) === chosen) ?? chosen);
  const wanted = [account, here, ...accepted].filter((locale) => typeof locale === "string");
  return { language: languageOf(...wanted), locale: wanted[0] ?? "en" };
}

function acceptedLocales(acceptLanguage: string | null): readonly string[] {
  if (!acceptLanguage) return [];
  const header = acceptLanguage.slice(0, HEADER_LENGTH_MAX);
  let locales = known.get(header);
  if (!locales) known.set(header, locales = readLocales(header));
  return locales;
}

function readLocales(acceptLanguage: string): string[] {
  const wanted = acceptLanguage.split(",").map((part) => {
    const [tag, ...parameters] = part.split(";").map((text) => text.trim());
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    return { tag, quality: quality ? Number(quality.slice(2)) || 0 : 1 };
  });
  const best = wanted.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  return [...new Set(best.map(({ tag }) => supported(tag)))].filter((tag) => tag !== null);
}

function supported(tag: string): string | null {
  try {
    const [found] = Intl.DateTimeFormat.supportedLocalesOf(tag);
    if (found === undefined) return null;
    const { language, script, region } = new Intl.Locale(found);
    return [language, script, region].filter(Boolean).join("-");
  } catch {
    // Not a language tag, such as `*`.
    return null;
  }
}

/** The locales offered, including every language with a translation; any other can be set through the API. */
const offered = [...new Set(["en-GB", "en-US", ...LANGUAGES, "es", "fr", "it", "nl", "pl", "pt", "sv", "ja"])]
  .filter((tag) => tag !== "en");

/** The languages that an account may choose from, including its current one, each under its own name. */
export function languagesFor(chosen: string | null): { tag: string; name: string }[] {
  const tags = chosen && !offered.includes(chosen) ? [...offered, chosen] : offered;
  return tags.map((tag) => ({ tag, name: nameOfLanguage(tag) }));
}

/** A language's own name, such as `Deutsch`. */
export function nameOfLanguage(tag: string): string {
  return new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
}
