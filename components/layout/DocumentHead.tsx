import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";
import { useWords } from "./words.tsx";

/**
 * A page's additions to the document's head: its title, with the site's name appended, and (as children) anything else.
 */
export function DocumentHead({ title, children }: { title: string; children?: ComponentChildren }) {
  const words = useWords("layout");
  return (
    <Head>
      <title>{words.documentTitle({ title })}</title>
      {children}
    </Head>
  );
}
