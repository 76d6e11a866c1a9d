import { WordsProvider } from "@/components/layout/words.tsx";
import { define } from "@/utils.ts";

/** Provides the words to a page. The frame around it, `_app.tsx`, is rendered separately and provides them itself. */
export default define.layout(({ Component, state }) => (
  <WordsProvider language={state.language} locale={state.locale} words={state.words}>
    <Component />
  </WordsProvider>
));
