import { page } from "fresh";
import { EventLead, eventTabPath } from "@/components/admin/EventHead.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { findEventToDelete } from "@/lib/bookings/admin_pages.ts";
import { deleteEvent, eventToEdit } from "@/lib/events/admin.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

/** Asks for confirmation before an event is deleted. */
export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ params, state: { services, caller } }) {
    const { event, isBooked } = orNotFound(await findEventToDelete(services.sql, userOf(caller), params.id));
    return page({ event, refused: isBooked });
  },

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const editor = actorOf(caller);
    const event = orNotFound(await eventToEdit(services.sql, editor, ctx.params.id));
    const deleted = await deleteEvent(services, editor, event.id, null);
    if (deleted.ok) return ctx.redirect("/admin/events?done=deleted", 303);
    return page({ event, refused: true }, { status: 409 });
  },
});

export default define.page<typeof handler>(function DeleteEventPage({ data: { event, refused }, state }) {
  const words = state.words.admin.ending;
  const back = `/admin/events/${event.id}`;
  return (
    <>
      <PageTitle title={words.deleteTitle({ event: isolated(event.title) })} />
      <EventLead event={event} />
      {refused
        ? (
          <Notice kind="danger" title={words.bookedTitle}>
            <p>
              {words.bookedText({
                link: (inner) => <a href={eventTabPath(event.id, "bookings")}>{inner}</a>,
              })}
            </p>
          </Notice>
        )
        : (
          <form method="post" class="stack">
            <p>{words.deleteConsequence}</p>
            <div class="cluster">
              <button class="button button-danger" type="submit">{words.deleteForGood}</button>
              <a class="button" href={back}>{words.doNotDelete}</a>
            </div>
          </form>
        )}
      {refused && <a class="button" href={back}>{words.backToEvent}</a>}
    </>
  );
});
