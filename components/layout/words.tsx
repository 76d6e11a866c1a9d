/** The words of a page, for whatever is drawn in it. The page's do not reach a browser, so islands are given theirs as data. */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { speak, type Spoken } from "@/lib/i18n/speak.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

const Context = createContext<Partial<Words>>({});

/** Everything inside uses these words. */
export const WordsProvider = Context.Provider;

/** Everything inside an island uses the words that its page has given it; what the page draws into it, the page's. */
export function IslandWords({ words, children }: { words: Spoken; children: ComponentChildren }) {
  const page = useContext(Context);
  const all = useMemo(() => ({ ...page, ...speak<Partial<Words>>(words) }), []);
  return <WordsProvider value={all}>{children}</WordsProvider>;
}

/**
 * The words of an area, in the page's language.
 * @throws {Error} inside an island that was not given them
 */
export function useWords<Area extends keyof Words>(area: Area): Words[Area] {
  const words = useContext(Context)[area];
  if (!words) throw new Error(`no words of ${area}`);
  return words;
}
