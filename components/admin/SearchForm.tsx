import { useWords } from "@/components/layout/words.tsx";

/** A search field for the list below; each search has its own URL. */
export function SearchForm({ label, hint, q, also = {} }: {
  /** Names what is searched, for screen readers. */
  label: string;
  /** What can be searched for. */
  hint: string;
  /** The current search. */
  q: string;
  /** Query parameters to keep. */
  also?: Record<string, string>;
}) {
  const words = useWords("admin");
  return (
    <form class="search admin-search" role="search">
      {Object.entries(also).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="search"
        name="q"
        value={q}
        placeholder={hint}
        aria-label={label}
        maxLength={200}
      />
      <button class="button" type="submit">{words.search}</button>
    </form>
  );
}
