import { HttpError, page } from "fresh";
import { ChangeStep } from "@/components/admin/ChangeStep.tsx";
import { EVENT_FORM, EventEditor } from "@/components/admin/EventEditor.tsx";
import { CancelOrDelete } from "@/components/admin/CancelOrDelete.tsx";
import { EventHead } from "@/components/admin/EventHead.tsx";
import { EventNotice, type EventOutcome, outcomeIn } from "@/components/admin/EventNotice.tsx";
import { type User, userOf } from "@/lib/auth/caller.ts";
import { type HallChoice, listHalls, type PricedHall, pricedHall } from "@/lib/charts/halls.ts";
import { eventToEdit, publishEvent, updateEvent } from "@/lib/events/admin.ts";
import {
  errorsOf,
  type EventForm,
  faultsOf,
  type FormErrors,
  formOf,
  readEventChanges,
} from "@/lib/events/admin_form.ts";
import { inputOf } from "@/lib/events/admin_input.ts";
import { type AdminEvent, adminEvent } from "@/lib/events/admin_view.ts";
import { type ChangeNotice, noticeSchema } from "@/lib/events/changes.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { hallConflicts, isSameSlot } from "@/lib/events/event_hall.ts";
import { plannedChange } from "@/lib/events/record_change.ts";
import type { HallConflict, WriteRefusal } from "@/lib/events/write_refusal.ts";
import { readTime } from "@/lib/format/form_times.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { changeDefaults } from "@/lib/notifications/templates.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import type { Services } from "@/lib/services.ts";
import { define } from "@/utils.ts";

interface EventPage {
  event: AdminEvent;
  halls: HallChoice[];
  hall: PricedHall;
  form: EventForm;
  errors: FormErrors;
  outcome: EventOutcome | null;
  conflicts: HallConflict[];
  /** Set while a change waits for what those who have booked are told. */
  change?: PlannedChange;
}

type PlannedChange = NonNullable<Awaited<ReturnType<typeof plannedChange>>>;

export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ params, url, state: { services, caller } }) {
    const event = await readEvent(services, userOf(caller), params.id);
    return page(await eventPage(services, event, formOf(event), { outcome: outcomeIn(url) }));
  },

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const editor = userOf(caller);
    const form: EventForm = Object.fromEntries(await readForm(ctx.req));
    const event = await readEvent(services, editor, ctx.params.id);
    if (form.intent === "hall" || form.intent === "edit") return page(await eventPage(services, event, form));
    if (form.intent?.endsWith("-anyway")) form.allowOverlap = "on";

    const written = await writeForm(services, editor, event, form);
    if (written.ok) return ctx.redirect(`/admin/events/${event.id}?done=${written.outcome}`, 303);
    const now = await readEvent(services, editor, event.id);
    // The same form sent again is meant to replace what it has been told of, or what a first step has saved.
    const { status, isSeen, ...shown } = written;
    const sent = isSeen ? { ...form, revision: String(now.revision) } : form;
    return page(await eventPage(services, now, sent, shown), { status });
  },
});

/** The event as its organizer or an admin may see it; for others there is none. */
async function readEvent({ sql }: Services, editor: User, id: string): Promise<EditableEvent> {
  const event = await eventToEdit(sql, editor, id);
  if (!event) throw new HttpError(404);
  return event;
}

/** The hall in which the form puts the event; the one it is in when the form names none that there is. */
async function hallOf({ sql }: Services, halls: HallChoice[], event: EditableEvent, form: EventForm) {
  const hall = await pricedHall(sql, halls, form.chartId, event) ??
    await pricedHall(sql, halls, event.chartId, event);
  if (!hall) throw new Error(`there is no chart ${event.chartId}`);
  return hall;
}

async function eventPage(
  services: Services,
  event: EditableEvent,
  form: EventForm,
  shown: Partial<Pick<EventPage, "errors" | "outcome" | "conflicts" | "change">> = {},
): Promise<EventPage> {
  const halls = await listHalls(services.sql, [event.chartId, form.chartId ?? ""]);
  const hall = await hallOf(services, halls, event, form);
  const counts = await services.catalog.counts([event]);
  const view = adminEvent(event, counts.get(event.id)!, services.now());
  return { event: view, halls, hall, form, errors: {}, outcome: null, conflicts: [], ...shown };
}

type Written =
  | { ok: true; outcome: EventOutcome }
  | ({ ok: false; status: number; isSeen?: boolean } & Parameters<typeof eventPage>[3]);

async function writeForm(
  services: Services,
  editor: User,
  event: EditableEvent,
  form: EventForm,
): Promise<Written> {
  const hall = await hallOf(
    services,
    await listHalls(services.sql, [event.chartId, form.chartId ?? ""]),
    event,
    form,
  );
  const read = readEventChanges(form, hall, event);
  if (!read.ok) return { ok: false, status: 422, outcome: "invalid", errors: read.errors };
  const options = { allowOverlap: form.allowOverlap === "on" };
  const change = await plannedChange(services.sql, event, { ...inputOf(event), ...read.patch }, hall);
  const step = change && await nextStep(services, event, change, form, options);
  if (step) return step;
  const { notice, errors } = change
    ? readNotice(form, change.became.venue.timeZone)
    : { notice: false as const };
  if (errors) return { ok: false, status: 422, errors, change: change! };
  const revision = etagOf(form.revision ?? "");
  const saved = await updateEvent(services, editor, event.id, read.patch, revision, {
    ...options,
    notify: notice,
  });
  if (!saved.ok) {
    const isCancelUntil = saved.code === "validation" && saved.errors[0].path === "notify.cancelUntil";
    if (!isCancelUntil) return { ok: false, ...refusedForm(saved, hall) };
    const errors = { cancelUntil: "Choose a time between now and the start." };
    return { ok: false, status: 422, errors, change: change! };
  }
  if (!form.intent?.startsWith("publish")) {
    return { ok: true, outcome: event.status === "draft" ? "created" : notice ? "moved" : "saved" };
  }
  const published = await publishEvent(services, editor, event.id, etagOf(saved.event.revision), options);
  if (!published.ok && published.code === "hall-occupied") {
    return { ok: false, isSeen: true, ...refusedForm(published, hall) };
  }
  return { ok: true, outcome: published.ok ? "published" : "not-published" };
}

/** What has to be asked before a change that concerns buyers is written; null once it was answered. */
async function nextStep(
  { sql, now }: Services,
  event: EditableEvent,
  change: PlannedChange,
  { intent }: EventForm,
  { allowOverlap }: { allowOverlap: boolean },
): Promise<Written | null> {
  if (intent === "save-and-tell" || intent === "save-silently") return null;
  const { chartId } = change.became;
  const slot = {
    chartId,
    startsAt: new Date(change.became.startsAt),
    endsAt: new Date(change.became.endsAt),
  };
  if (!allowOverlap && !isSameSlot(event, slot)) {
    const conflicts = await hallConflicts(sql, { id: event.id, ...slot }, now());
    if (conflicts.length > 0) return { ok: false, status: 409, outcome: "hall-occupied", conflicts };
  }
  return { ok: false, status: 200, change };
}

type ReadNotice = { notice: ChangeNotice | false; errors?: undefined } | {
  notice?: undefined;
  errors: FormErrors;
};

/** What buyers are told, as it was typed; `false`: nothing. */
function readNotice(form: EventForm, timeZone: string): ReadNotice {
  if (form.intent === "save-silently") return { notice: false };
  const text = (name: string) => form[name]?.trim() ? { [name]: form[name] } : {};
  const typed = readTime(form.cancelUntil, undefined, timeZone);
  if (!typed.ok) return { errors: { cancelUntil: "Give a day and time, or leave this empty." } };
  const cancelUntil = typed.time;
  const notice = {
    ...text("subject"),
    ...text("text"),
    ...text("reason"),
    ...(cancelUntil && { cancelUntil }),
  };
  const { data, error } = noticeSchema.safeParse(notice);
  return data ? { notice: data } : { errors: errorsOf(faultsOf(error), []) };
}

function refusedForm(
  refusal: WriteRefusal,
  hall: PricedHall,
): Pick<EventPage, "outcome"> & {
  status: number;
  isSeen?: boolean;
  errors?: FormErrors;
  conflicts?: HallConflict[];
} {
  switch (refusal.code) {
    case "validation":
      return { status: 422, outcome: "invalid", errors: errorsOf(refusal.errors, hall.zones) };
    case "stale":
      return { status: 412, outcome: refusal.code, isSeen: true };
    case "seats-sold":
      return { status: 409, outcome: refusal.code };
    case "hall-occupied":
      return { status: 409, outcome: refusal.code, conflicts: refusal.conflicts };
    case "not-found":
    case "has-bookings":
    case "idempotency-key-reused":
      throw new HttpError(404);
  }
}

export default define.page<typeof handler>(function EventEditPage({ data, state }) {
  const { event, halls, hall, form, errors, outcome, conflicts, change } = data;
  const { id: userId } = userOf(state.caller);
  const draft = event.status === "draft";
  if (change) {
    const defaults = changeDefaults(event.title);
    return (
      <ChangeStep
        {...change}
        {...{ title: event.title, form, errors, defaults, locale: state.locale }}
      />
    );
  }
  const anyway = form.intent?.startsWith("publish") ? "publish-anyway" : "save-anyway";
  return (
    <>
      <EventHead event={event} tab="edit" locale={state.locale}>
        {outcome && (
          <EventNotice {...{ outcome, errors, hall, conflicts }} eventId={event.id}>
            <button class="button" type="submit" form={EVENT_FORM} name="intent" value={anyway}>
              {anyway === "publish-anyway" ? "Publish anyway" : "Save anyway"}
            </button>
          </EventNotice>
        )}
      </EventHead>
      <EventEditor {...{ form, errors, hall, halls, userId, locale: state.locale }}>
        <button class={draft ? "button" : "button button-main"} type="submit" name="intent" value="save">
          {draft ? "Save draft" : "Save"}
        </button>
        {draft && (
          <button class="button button-main" type="submit" name="intent" value="publish">
            Save and publish
          </button>
        )}
      </EventEditor>
      <CancelOrDelete event={event} />
    </>
  );
});
