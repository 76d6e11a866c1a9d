/** The words of a page, for whatever is drawn in it. An island gives its own, as the page's do not reach a browser. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Words } from "@/lib/i18n/words.gen.ts";

const Context = createContext<Partial<Words>>({});

/** Everything inside uses these words. */
export const WordsProvider = Context.Provider;

/**
 * The words of an area, in the page's language.
 * @throws {Error} inside an island that was not given them
 */
export function useWords<Area extends keyof Words>(area: Area): Words[Area] {
  const words = useContext(Context)[area];
  if (!words) throw new Error(`no words of ${area}: give them to the island`);
  return words;
}
