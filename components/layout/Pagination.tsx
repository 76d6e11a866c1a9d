import { useWords } from "./words.tsx";

/**
 * Navigation through a cursor-paged list of more than one page. `href` leads to the first page; `shown` says what this
 * page shows.
 */
export function Pagination({ list: { nextCursor, cursor }, href, shown }: {
  list: { nextCursor: string | null; cursor?: string };
  href: string;
  shown: string;
}) {
  const words = useWords("layout");
  if (!nextCursor && !cursor) return null;
  const next = nextCursor &&
    `${href}${href.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(nextCursor)}`;
  return (
    <nav class="pagination" aria-label={words.pages}>
      <span class="quiet">{shown}</span>
      <span class="cluster">
        {cursor && <a class="button" href={href} aria-current="false">{words.backToFirst}</a>}
        {next && <a class="button" href={next} rel="next" aria-current="false">{words.showMore}</a>}
      </span>
    </nav>
  );
}
