import type { ComponentChildren } from "preact";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { useWords } from "@/components/layout/words.tsx";

/**
 * The head of a page of the administration: its title, and (as children) what can be done there. `page` tells apart pages
 * that share a title.
 */
export function PageTitle({ title, page, children }: {
  title: string;
  page?: string;
  children?: ComponentChildren;
}) {
  const words = useWords("admin");
  return (
    <header class="admin-title">
      <DocumentHead
        title={page ? words.documentTitleOfPage({ page, title }) : words.documentTitle({ title })}
      />
      <h1>{title}</h1>
      {children && <div class="cluster">{children}</div>}
    </header>
  );
}
