import { useWords } from "@/components/layout/words.tsx";

/** The search field of the list below it; each search has its own address. */
export function SearchForm({ label, hint, q, also = {} }: {
  /** Says what is searched to those who hear the page. */
  label: string;
  /** What is searched. */
  hint: string;
  /** What was typed. */
  q: string;
  /** Members of the address that stay. */
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
