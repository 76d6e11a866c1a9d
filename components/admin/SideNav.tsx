import { useLocale, useWords } from "@/components/layout/words.tsx";
import { formatCount } from "@/lib/format/counts.ts";

/** A destination in the administration; `count` shows how many items are waiting there. */
export interface SidePlace {
  href: string;
  label: string;
  count?: number;
}

/**
 * The administration's left-hand navigation; `path` is the current path. The item with the longest matching prefix is
 * marked.
 */
export function SideNav({ places, path }: { places: SidePlace[]; path: string }) {
  const locale = useLocale();
  const words = useWords("admin");
  const current = places
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav class="admin-nav" aria-label={words.navigation}>
      <ul class="admin-places">
        {places.map((place) => (
          <li key={place.href}>
            <a href={place.href} aria-current={place === current ? "page" : "false"}>
              {place.label}
              {place.count ? <span class="badge">{formatCount(place.count, locale)}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
