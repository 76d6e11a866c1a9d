/** The language of the words on every page. */
export const PAGE_LANGUAGE = "en";

/** The `lang` of a date or price in words of `locale`: none where it is the page's language. */
export function langOf(locale: string): string | undefined {
  return locale.split("-")[0] === PAGE_LANGUAGE ? undefined : locale;
}
