import type { ComponentChildren } from "preact";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { useWords } from "@/components/layout/words.tsx";

/**
 * The head of an administration page: its title and (as children) its actions. `page` tells pages with the same title
 * apart.
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
