import { WordsProvider } from "@/components/layout/words.tsx";
import { define } from "@/utils.ts";

/** Provides a page with its words. The frame around it, `_app.tsx`, is rendered separately and provides its own. */
export default define.layout(({ Component, state }) => (
  <WordsProvider language={state.language} locale={state.locale} words={state.words}>
    <Component />
  </WordsProvider>
));
