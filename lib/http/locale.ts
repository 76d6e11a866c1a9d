/** Which language dates and prices are written in. */
import { BoundedMap } from "@/lib/bounded_map.ts";

const FALLBACK = "en";
/** More than any browser sends; a bound on the work that a header may cause, and on what is kept of it. */
const HEADER_LENGTH_MAX = 200;

/** Browsers send few different headers, and asking Intl takes longer than finding the answer. */
const known = new BoundedMap<string, string>(1_000);

/**
 * The most wanted language of an `Accept-Language` that dates can be written in, else English. Language, script and region
 * at most, such as `zh-Hant-TW`: whatever is kept by language stays small.
 */
export function localeOf(acceptLanguage: string | null): string {
  if (!acceptLanguage) return FALLBACK;
  const header = acceptLanguage.slice(0, HEADER_LENGTH_MAX);
  let locale = known.get(header);
  if (locale === undefined) known.set(header, locale = bestLocale(header));
  return locale;
}

function bestLocale(acceptLanguage: string): string {
  const wanted = acceptLanguage.split(",").map((part) => {
    const [tag, ...parameters] = part.split(";").map((text) => text.trim());
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    return { tag, quality: quality ? Number(quality.slice(2)) || 0 : 1 };
  });
  const best = wanted.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  return best.map(({ tag }) => supported(tag)).find((tag) => tag !== null) ?? FALLBACK;
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

/** Languages to choose from; any other can be set by the API. */
const offered = ["en-GB", "en-US", "de", "es", "fr", "it", "nl", "pl", "pt", "sv", "ja"];

/** The languages that an account may choose from, each named in itself, with the one that it has. */
export function languagesFor(chosen: string | null): { tag: string; name: string }[] {
  const tags = chosen && !offered.includes(chosen) ? [...offered, chosen] : offered;
  return tags.map((tag) => ({ tag, name: new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag }));
}
