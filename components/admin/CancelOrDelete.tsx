import type { ComponentChildren } from "preact";
import { useWords } from "@/components/layout/words.tsx";
import type { AdminEvent } from "@/lib/events/admin_view.ts";

/**
 * The ways to end an event, kept apart from everyday buttons. Each leads to a page that explains the consequences and
 * asks for confirmation.
 */
export function CancelOrDelete({ event: { id, status } }: { event: Pick<AdminEvent, "id" | "status"> }) {
  const words = useWords("admin").ending;
  const strong = (inner: ComponentChildren) => <strong>{inner}</strong>;
  const isPublished = status === "published";
  return (
    <section class="admin-section ending" aria-labelledby="ending">
      <h2 id="ending">{isPublished ? words.cancelOrDelete : words.delete}</h2>
      {isPublished && (
        <div>
          <p>{words.cancelExplained({ strong })}</p>
          <a class="button button-danger" href={`/admin/events/${id}/cancel`}>{words.cancelEvent}</a>
        </div>
      )}
      <div>
        <p>{words.deleteExplained({ strong })}</p>
        <a class="button button-danger" href={`/admin/events/${id}/delete`}>{words.deleteEvent}</a>
      </div>
    </section>
  );
}
