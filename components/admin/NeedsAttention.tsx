import { useWords } from "@/components/layout/words.tsx";
import type { Attention } from "@/lib/bookings/attention.ts";

/** The events that need attention now, most urgent first; a quiet line when there are none. */
export function NeedsAttention({ items }: { items: Attention[] }) {
  const words = useWords("admin").attention;
  return (
    <section class="admin-section" aria-labelledby="attention">
      <h2 id="attention">{words.title}</h2>
      {items.length === 0 ? <p class="quiet">{words.none}</p> : (
        <ul class="attention">
          {items.map(({ kind, text, href, action }) => (
            <li key={text} data-kind={kind}>
              <span class="badge" data-kind={kind}>{words.kind({ kind })}</span>
              <span>{text}</span>
              <a href={href}>{action}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
