import { HttpError, page } from "fresh";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { DateTime } from "@/components/DateTime.tsx";
import { Notice } from "@/components/Notice.tsx";
import { Price } from "@/components/Price.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { toGiveBack } from "@/lib/bookings/sales.ts";
import { cancelEvent, eventToEdit } from "@/lib/events/admin.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { define } from "@/utils.ts";

/** Asks once more before an event is called off, and says for how many that is. */
export const handler = pageRoute({ access: "edit-events" }, {
  async GET(ctx) {
    const { services, caller } = ctx.state;
    const event = await eventToEdit(services.sql, userOf(caller), ctx.params.id);
    if (!event) throw new HttpError(404);
    if (event.status !== "published") return ctx.redirect(`/admin/events/${event.id}`, 303);
    return page({ event, sold: await toGiveBack(services.sql, event.id) });
  },

  async POST(ctx) {
    const { params, state: { services, caller } } = ctx;
    const answer = await cancelEvent(services, userOf(caller), params.id, null);
    if (!answer.ok && answer.code === "not-found") throw new HttpError(404);
    return ctx.redirect(`/admin/events/${params.id}${answer.ok ? "?done=cancelled" : ""}`, 303);
  },
});

export default define.page<typeof handler>(function CancelEventPage({ data: { event, sold }, state }) {
  const { locale } = state;
  const back = `/admin/events/${event.id}`;
  return (
    <>
      <AdminTitle title={`Cancel “${event.title}”?`} />
      <p class="quiet admin-lead">
        {event.venue.name}, {event.venue.city},{" "}
        <DateTime
          at={event.startsAt.toISOString()}
          timeZone={event.venue.timeZone}
          locale={locale}
          style="full"
        />
      </p>
      <form method="post" class="stack">
        {sold.bookings === 0
          ? <p>Nobody has booked it yet. Its page stays and says that it is off.</p>
          : (
            <Notice
              kind="warning"
              title={sold.bookings === 1
                ? "1 booking is cancelled and refunded"
                : `${sold.bookings.toLocaleString(locale)} bookings are cancelled and refunded`}
            >
              <p>
                <Price amount={sold.amount} currency={event.currency} locale={locale} />{" "}
                go back, all tickets become void, and each buyer gets a message. Its page stays and says that
                it is off. This cannot be undone.
              </p>
            </Notice>
          )}
        <div class="cluster">
          <button class="button button-danger" type="submit">Cancel the event</button>
          <a class="button" href={back}>Keep it</a>
        </div>
      </form>
    </>
  );
});
