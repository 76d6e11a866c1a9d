import { HttpError, page } from "fresh";
import { EventBadge } from "@/components/AdminBadges.tsx";
import { AdminEventForm } from "@/components/AdminEventForm.tsx";
import { AdminEventNotice, type EventOutcome, outcomeIn } from "@/components/AdminEventNotice.tsx";
import { AdminSeats } from "@/components/AdminSeats.tsx";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { type User, userOf } from "@/lib/auth/caller.ts";
import { eventToEdit, publishEvent, updateEvent, type WriteRefusal } from "@/lib/events/admin.ts";
import {
  errorsOf,
  type EventForm,
  type FormErrors,
  formOf,
  readEventChanges,
} from "@/lib/events/admin_form.ts";
import { type AdminEvent, adminEvent } from "@/lib/events/admin_view.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { type HallChoice, listHalls, type PricedHall, pricedHall } from "@/lib/events/halls.ts";
import { etagOf } from "@/lib/http/etags.ts";
import { FORM_KEY, newFormKey } from "@/lib/http/form_key.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { readForm } from "@/lib/http/request_body.ts";
import type { Services } from "@/lib/services.ts";
import { define } from "@/utils.ts";

interface EventPage {
  event: AdminEvent;
  halls: HallChoice[];
  hall: PricedHall;
  form: EventForm;
  errors: FormErrors;
  outcome: EventOutcome | null;
}

export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ params, url, state: { services, caller } }) {
    const event = await readEvent(services, userOf(caller), params.id);
    return page(await eventPage(services, event, formOf(event), {}, outcomeIn(url)));
  },

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const editor = userOf(caller);
    const form: EventForm = Object.fromEntries(await readForm(ctx.req));
    const event = await readEvent(services, editor, ctx.params.id);
    if (form.intent === "hall") return page(await eventPage(services, event, form));

    const written = await writeForm(services, editor, event, form);
    if (written.ok) return ctx.redirect(`/admin/events/${event.id}?done=${written.outcome}`, 303);
    const { outcome, errors } = written;
    const now = await readEvent(services, editor, event.id);
    // The same form sent again is meant to replace what it has been told of.
    const shown = outcome === "stale" ? { ...form, revision: String(now.revision) } : form;
    return page(await eventPage(services, now, shown, errors, outcome), {
      status: outcome === "stale" ? 412 : outcome === "seats-sold" ? 409 : 422,
    });
  },
});

/** The event as its organiser or an admin may see it; for others there is none. */
async function readEvent({ sql }: Services, editor: User, id: string): Promise<EventRecord> {
  const event = await eventToEdit(sql, editor, id);
  if (!event) throw new HttpError(404);
  return event;
}

/** The hall in which the form puts the event; the one it is in when the form names none that there is. */
async function hallOf({ sql }: Services, halls: HallChoice[], event: EventRecord, form: EventForm) {
  const hall = await pricedHall(sql, halls, form.chartId, event) ??
    await pricedHall(sql, halls, event.chartId, event);
  if (!hall) throw new Error(`there is no chart ${event.chartId}`);
  return hall;
}

async function eventPage(
  services: Services,
  event: EventRecord,
  form: EventForm,
  errors: FormErrors = {},
  outcome: EventOutcome | null = null,
): Promise<EventPage> {
  const halls = await listHalls(services.sql, [event.chartId, form.chartId ?? ""]);
  const hall = await hallOf(services, halls, event, form);
  const counts = await services.catalog.counts([event]);
  const shown = adminEvent(event, counts.get(event.id)!, services.now());
  return { event: shown, halls, hall, form, errors, outcome };
}

type Written =
  | { ok: true; outcome: EventOutcome }
  | { ok: false; outcome: EventOutcome; errors: FormErrors };

async function writeForm(
  services: Services,
  editor: User,
  event: EventRecord,
  form: EventForm,
): Promise<Written> {
  const hall = await hallOf(
    services,
    await listHalls(services.sql, [event.chartId, form.chartId ?? ""]),
    event,
    form,
  );
  const read = readEventChanges(form, hall, event);
  if (!read.ok) return { ok: false, outcome: "invalid", errors: read.errors };
  const saved = await updateEvent(services, editor, event.id, read.patch, etagOf(form.revision ?? ""));
  if (!saved.ok) return { ok: false, ...refusalOf(saved, hall) };
  if (form.intent !== "publish") return { ok: true, outcome: event.status === "draft" ? "created" : "saved" };
  const published = await publishEvent(services, editor, event.id, etagOf(saved.event.revision));
  return { ok: true, outcome: published.ok ? "published" : "not-published" };
}

function refusalOf(refusal: WriteRefusal, hall: PricedHall): { outcome: EventOutcome; errors: FormErrors } {
  switch (refusal.code) {
    case "validation":
      return { outcome: "invalid", errors: errorsOf(refusal.errors, hall.zones) };
    case "stale":
    case "seats-sold":
      return { outcome: refusal.code, errors: {} };
    case "not-found":
    case "has-bookings":
    case "idempotency-key-reused":
      throw new HttpError(404);
  }
}

export default define.page<typeof handler>(function EventEditPage({ data, state }) {
  const { event, halls, hall, form, errors, outcome } = data;
  const draft = event.status === "draft";
  return (
    <>
      <AdminTitle title={event.title}>
        <EventBadge event={event} />
        {!draft && <a href={`/events/${event.slug}`}>Page for visitors</a>}
        <a href={`/admin/events/${event.id}/bookings`}>Bookings</a>
        <form method="post" action={`/admin/events/${event.id}/duplicate`}>
          <input type="hidden" name={FORM_KEY} value={newFormKey()} />
          <button class="button" type="submit">Duplicate</button>
        </form>
      </AdminTitle>
      {outcome && <AdminEventNotice outcome={outcome} eventId={event.id} errors={errors} />}
      {!draft && <AdminSeats event={event} locale={state.locale} />}
      <AdminEventForm form={form} errors={errors} hall={hall} halls={halls}>
        <button class={draft ? "button" : "button button-main"} type="submit" name="intent" value="save">
          {draft ? "Save draft" : "Save"}
        </button>
        {draft && (
          <button class="button button-main" type="submit" name="intent" value="publish">
            Save and publish
          </button>
        )}
        {event.status === "published" && (
          <a class="button button-danger" href={`/admin/events/${event.id}/cancel`}>Cancel event …</a>
        )}
        <a class="button button-danger" href={`/admin/events/${event.id}/delete`}>Delete …</a>
      </AdminEventForm>
    </>
  );
});
