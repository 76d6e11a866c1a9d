import { hidden } from "@/components/layout/hidden.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** How many events a link leads to: a number, with its noun for screen readers. */
export function EventCount({ count }: { count: number }) {
  return <span class="chip-count">{useWords("events").filterCount({ count, hidden })}</span>;
}
