import { WordsProvider } from "@/components/layout/words.tsx";
import { define } from "@/utils.ts";

/** Gives the page its words. The frame around it, `_app.tsx`, is drawn apart from it and gives them to itself. */
export default define.layout(({ Component, state }) => (
  <WordsProvider language={state.language} locale={state.locale} words={state.words}>
    <Component />
  </WordsProvider>
));
