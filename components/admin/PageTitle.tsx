import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";

/**
 * The head of a page of the administration: its title, and (as children) what can be done there. `page` tells apart pages
 * that share a title.
 */
export function PageTitle({ title, page, children }: {
  title: string;
  page?: string;
  children?: ComponentChildren;
}) {
  return (
    <header class="admin-title">
      <Head>
        <title>{`${page ? `${page} · ` : ""}${title} · Aisle administration`}</title>
      </Head>
      <h1>{title}</h1>
      {children && <div class="cluster">{children}</div>}
    </header>
  );
}
