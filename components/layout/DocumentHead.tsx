import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";
import { useWords } from "./words.tsx";

/** What a page puts into the document's head: its title, to which the site's name is added, and (as children) what else it needs. */
export function DocumentHead({ title, children }: { title: string; children?: ComponentChildren }) {
  const words = useWords("layout");
  return (
    <Head>
      <title>{words.documentTitle({ title })}</title>
      {children}
    </Head>
  );
}
