import { useLocale, useWords } from "@/components/layout/words.tsx";
import { formatCount } from "@/lib/format/counts.ts";

/** A destination in the administration; `count` shows how many items are waiting there. */
export interface SideLink {
  href: string;
  label: string;
  count?: number;
}

/**
 * The administration's left-hand navigation; `path` is the current path. The item with the longest matching prefix is
 * marked.
 */
export function SideNav({ links, path }: { links: SideLink[]; path: string }) {
  const locale = useLocale();
  const words = useWords("admin");
  const current = links
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav class="admin-nav" aria-label={words.navigation}>
      <ul>
        {links.map((link) => (
          <li key={link.href}>
            <a href={link.href} aria-current={link === current ? "page" : "false"}>
              {link.label}
              {link.count ? <span class="badge">{formatCount(link.count, locale)}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
