import { HttpError, page } from "fresh";
import { EventLead } from "@/components/admin/EventHead.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { areRefundsUnchanged, findEventToCancel } from "@/lib/bookings/admin_pages.ts";
import { cancelEvent } from "@/lib/events/admin.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

/** Asks for confirmation before an event is cancelled, and says how many bookings are affected. */
export const handler = pageRoute({ access: "edit-events" }, {
  async GET(ctx) {
    const { services, caller } = ctx.state;
    const found = orNotFound(await findEventToCancel(services.sql, userOf(caller), ctx.params.id));
    if (found.event.status !== "published") return ctx.redirect(`/admin/events/${found.event.id}`, 303);
    return page({ ...found, refusal: null as Refusal | null });
  },

  async POST(ctx) {
    const { req, params: { id }, state: { services, caller } } = ctx;
    const user = actorOf(caller);
    const form = await readForm(req);
    const [bookings, amount] = ["bookings", "amount"].map((name) => Number(form.get(name) || NaN));
    const anyway = form.has("anyway");
    const refuse = async (refusal: Refusal, status: number) =>
      page({ ...orNotFound(await findEventToCancel(services.sql, user, id)), refusal }, { status });
    if (!anyway && Number.isNaN(bookings + amount)) return await refuse("incomplete", 422);
    const cancelled = await cancelEvent(
      services,
      user,
      id,
      null,
      async (tx) => anyway || await areRefundsUnchanged(tx, id, { bookings, amount }),
    );
    if (!cancelled.ok && cancelled.code === "stale") return await refuse("changed", 409);
    if (!cancelled.ok && cancelled.code === "not-found") throw new HttpError(404);
    return ctx.redirect(`/admin/events/${id}${cancelled.ok ? "?done=cancelled" : ""}`, 303);
  },
});

type Refusal = "changed" | "incomplete";

export default define.page<typeof handler>(function CancelEventPage({ data, state }) {
  const { event, sold, refusal } = data;
  const words = state.words.admin.ending;
  const back = `/admin/events/${event.id}`;
  return (
    <>
      <PageTitle title={words.cancelTitle({ event: isolated(event.title) })} />
      <EventLead event={event} />
      {refusal && (
        <Notice kind="danger">
          <p>{words[refusal]}</p>
        </Notice>
      )}
      <form method="post" class="stack">
        <input type="hidden" name="bookings" value={sold.bookings} />
        <input type="hidden" name="amount" value={sold.amount} />
        {sold.bookings === 0 ? <p>{words.nobodyBooked}</p> : (
          <Notice
            kind="warning"
            title={words.bookingsEnd({ count: sold.bookings })}
          >
            <p>
              {words.cancelConsequence({
                amount: () => <Price amount={sold.amount} currency={event.currency} />,
              })}
            </p>
          </Notice>
        )}
        {refusal && (
          <label class="choice">
            <input type="checkbox" name="anyway" />
            <span>{words.anyway}</span>
          </label>
        )}
        <div class="cluster">
          <button class="button button-danger" type="submit">{words.cancelForGood}</button>
          <a class="button" href={back}>{words.doNotCancel}</a>
        </div>
      </form>
    </>
  );
});
