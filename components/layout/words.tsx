/**
 * The words of a page, for everything rendered in it. They are not sent to the browser, so islands get theirs as data.
 */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { speak, type Spoken, type Voice } from "@/lib/i18n/speak.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

interface Speech extends Voice {
  words: Partial<Words>;
}

const Context = createContext<Speech>({ language: "en", locale: "en", words: {} });

/** Everything inside uses this language, with dates and prices in this locale. */
export function WordsProvider({ children, ...speech }: Speech & { children: ComponentChildren }) {
  return <Context.Provider value={speech}>{children}</Context.Provider>;
}

/**
 * Everything inside an island uses the words that the page passed to it; for other areas, the page's words, which only
 * the server has.
 */
export function IslandWords({ words, children }: { words: Spoken; children: ComponentChildren }) {
  const page = useContext(Context);
  const speech = useMemo(() => {
    const { language, locale } = words;
    return { language, locale, words: { ...page.words, ...speak<Partial<Words>>(words) } };
  }, []);
  return <Context.Provider value={speech}>{children}</Context.Provider>;
}

/**
 * The words of an area, in the page's language.
 * @throws {Error} inside an island that was not given them
 */
export function useWords<Area extends keyof Words>(area: Area): Words[Area] {
  const words = useContext(Context).words[area];
  if (!words) throw new Error(`no words for ${area}`);
  return words;
}

/** The locale of dates and prices. BCP 47. */
export function useLocale(): string {
  return useContext(Context).locale;
}

/** The `lang` of a date or price: undefined if it is the page's language. */
export function useLang(): string | undefined {
  const { language, locale } = useContext(Context);
  return language.split("-")[0] === locale.split("-")[0] ? undefined : locale;
}
