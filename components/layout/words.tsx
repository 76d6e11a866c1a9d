/** The words of a page, for whatever is drawn in it. The page's do not reach a browser, so islands are given theirs as data. */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { speak, type Spoken } from "@/lib/i18n/speak.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

const Context = createContext<{ language: string; words: Partial<Words> }>({ language: "en", words: {} });

/** Everything inside uses these words. */
export function WordsProvider({ language, words, children }: {
  language: string;
  words: Partial<Words>;
  children: ComponentChildren;
}) {
  return <Context.Provider value={{ language, words }}>{children}</Context.Provider>;
}

/** Everything inside an island uses the words that its page has given it; what the page draws into it, the page's. */
export function IslandWords({ words, children }: { words: Spoken; children: ComponentChildren }) {
  const page = useContext(Context);
  const value = useMemo(
    () => ({ language: words.language, words: { ...page.words, ...speak<Partial<Words>>(words) } }),
    [],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/**
 * The words of an area, in the page's language.
 * @throws {Error} inside an island that was not given them
 */
export function useWords<Area extends keyof Words>(area: Area): Words[Area] {
  const words = useContext(Context).words[area];
  if (!words) throw new Error(`no words of ${area}`);
  return words;
}

/** The `lang` of a date or price in words of `locale`: none where it is the page's language. */
export function useLang(locale: string): string | undefined {
  const [ofPage, ofLocale] = [useContext(Context).language, locale].map((tag) => tag.split("-")[0]);
  return ofPage === ofLocale ? undefined : locale;
}
