import { page } from "fresh";
import { EventStart } from "@/components/admin/EventStart.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Place } from "@/components/layout/Place.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { findEventToDelete } from "@/lib/bookings/admin_pages.ts";
import { deleteEvent, eventToEdit } from "@/lib/events/admin.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

/** Asks once more before an event is deleted. */
export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ params, state: { services, caller } }) {
    const { event, isBooked } = orNotFound(await findEventToDelete(services.sql, userOf(caller), params.id));
    return page({ event, refused: isBooked });
  },

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const editor = userOf(caller);
    const event = orNotFound(await eventToEdit(services.sql, editor, ctx.params.id));
    const deleted = await deleteEvent(services, editor, event.id, null);
    if (deleted.ok) return ctx.redirect("/admin/events?done=deleted", 303);
    return page({ event, refused: true }, { status: 409 });
  },
});

export default define.page<typeof handler>(function DeleteEventPage({ data: { event, refused }, state }) {
  const back = `/admin/events/${event.id}`;
  return (
    <>
      <PageTitle title={`Delete “${isolated(event.title)}”?`} />
      <p class="quiet admin-lead">
        <Place parts={[event.venue.name, event.venue.city]} />,{" "}
        <EventStart event={event} locale={state.locale} />
      </p>
      {refused
        ? (
          <Notice kind="danger" title="It cannot be deleted: people have booked">
            <p>
              An event that ever had a booking stays, so that buyers and accounts find it again.{" "}
              <a href={`${back}/bookings`}>See its bookings</a>
            </p>
          </Notice>
        )
        : (
          <form method="post" class="stack">
            <p>
              Its page, description and prices go for good. Nobody has booked it.
            </p>
            <div class="cluster">
              <button class="button button-danger" type="submit">Delete it</button>
              <a class="button" href={back}>Keep it</a>
            </div>
          </form>
        )}
      {refused && <a class="button" href={back}>Back to the event</a>}
    </>
  );
});
