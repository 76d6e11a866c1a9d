import { useWords } from "./words.tsx";

/**
 * Navigation through a cursor-paged list with more than one part. `address` is the first part's, `shown` says what is
 * shown.
 */
export function Pagination({ list: { nextCursor, cursor }, address, shown }: {
  list: { nextCursor: string | null; cursor?: string };
  address: string;
  shown: string;
}) {
  const words = useWords("layout");
  if (!nextCursor && !cursor) return null;
  const next = nextCursor &&
    `${address}${address.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(nextCursor)}`;
  return (
    <nav class="pagination" aria-label={words.pages}>
      <span class="quiet">{shown}</span>
      <span class="cluster">
        {cursor && <a class="button" href={address} aria-current="false">{words.backToFirst}</a>}
        {next && <a class="button" href={next} rel="next" aria-current="false">{words.showMore}</a>}
      </span>
    </nav>
  );
}
