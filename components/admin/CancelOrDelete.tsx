import type { AdminEvent } from "@/lib/events/admin_view.ts";

/** What ends an event, apart from what is pressed every day. Each leads to a page that says what follows, and asks. */
export function CancelOrDelete({ event: { id, status } }: { event: Pick<AdminEvent, "id" | "status"> }) {
  const isPublished = status === "published";
  return (
    <section class="admin-section ending" aria-labelledby="ending">
      <h2 id="ending">{isPublished ? "Cancel or delete" : "Delete"}</h2>
      {isPublished && (
        <div>
          <p>
            <strong>Cancel the event.</strong>{" "}
            Everyone who booked is refunded automatically and gets a message.
          </p>
          <a class="button button-danger" href={`/admin/events/${id}/cancel`}>Cancel event …</a>
        </div>
      )}
      <div>
        <p>
          <strong>Delete the event.</strong> Only possible while nobody has ever booked it.
        </p>
        <a class="button button-danger" href={`/admin/events/${id}/delete`}>Delete …</a>
      </div>
    </section>
  );
}
