import { useWords } from "./words.tsx";

/** The way through a long list by cursor; `first` leads back to its start, `shown` says what is on this page. */
export function Pagination(
  { next, first, shown }: { next: string | null; first: string | null; shown: string },
) {
  const words = useWords("layout");
  return (
    <nav class="pagination" aria-label={words.pages}>
      <span class="quiet">{shown}</span>
      <span class="cluster">
        {first && <a class="button" href={first} aria-current="false">{words.backToFirst}</a>}
        {next && <a class="button" href={next} rel="next" aria-current="false">{words.showMore}</a>}
      </span>
    </nav>
  );
}
