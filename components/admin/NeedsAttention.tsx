import type { Attention } from "@/lib/bookings/attention.ts";

const kinds: Record<Attention["kind"], string> = { danger: "Urgent", warning: "To do", info: "Soon" };

/** The events that need attention now, the most urgent first; a quiet line when none does. */
export function NeedsAttention({ items }: { items: Attention[] }) {
  return (
    <section class="admin-section" aria-labelledby="attention">
      <h2 id="attention">Needs attention</h2>
      {items.length === 0 ? <p class="quiet">No event needs you right now.</p> : (
        <ul class="attention">
          {items.map(({ kind, text, href, action }) => (
            <li key={text} data-kind={kind}>
              <span class="badge" data-kind={kind}>{kinds[kind]}</span>
              <span>{text}</span>
              <a href={href}>{action}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
