import { page } from "fresh";
import { ChangeStep } from "@/components/admin/ChangeStep.tsx";
import { EVENT_FORM, EventEditor } from "@/components/admin/EventEditor.tsx";
import { CancelOrDelete } from "@/components/admin/CancelOrDelete.tsx";
import { EventHead } from "@/components/admin/EventHead.tsx";
import { EventNotice, type EventOutcome, outcomeIn } from "@/components/admin/EventNotice.tsx";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import { type EventForm, formOf } from "@/lib/events/admin_form.ts";
import { type EditPage, loadEditPage, writeEditForm } from "@/lib/events/edit_page.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { changeDefaults } from "@/lib/notifications/templates.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** The URL may also name the outcome of another write, such as a copy. */
type Shown = Omit<EditPage, "outcome"> & { outcome: EventOutcome | null };

export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ params, url, state: { services, caller } }) {
    const event = orNotFound(await eventToEdit(services.sql, userOf(caller), params.id));
    return page<Shown>({ ...await loadEditPage(services, event, formOf(event)), outcome: outcomeIn(url) });
  },

  async POST(ctx) {
    const { services, caller, words } = ctx.state;
    const editor = actorOf(caller);
    const form: EventForm = Object.fromEntries(await readForm(ctx.req));
    const event = orNotFound(await eventToEdit(services.sql, editor, ctx.params.id));
    if (form.intent === "hall" || form.intent === "edit") {
      return page<Shown>(await loadEditPage(services, event, form));
    }
    if (form.intent?.endsWith("-anyway")) form.allowOverlap = "on";

    const written = orNotFound(await writeEditForm(services, editor, event, form, words));
    if (written.ok) return ctx.redirect(`/admin/events/${event.id}?done=${written.outcome}`, 303);
    const current = orNotFound(await eventToEdit(services.sql, editor, event.id));
    // When submitted again, this form overwrites the change that the notice reports, or what a first step saved.
    const { status, showsCurrent, ...shown } = written;
    const sent = showsCurrent ? { ...form, revision: String(current.revision) } : form;
    return page<Shown>(await loadEditPage(services, current, sent, shown), { status });
  },
});

export default define.page<typeof handler>(function EventEditPage({ data, state }) {
  const { event, halls, hall, form, errors, outcome, conflicts, change } = data;
  const { id: userId } = userOf(state.caller);
  const { eventForm: words } = state.words;
  const draft = event.status === "draft";
  if (change) {
    const defaults = changeDefaults(state.words.mail, event.title);
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
      <EventHead event={event} tab="edit">
        {outcome && (
          <EventNotice {...{ outcome, errors, hall, conflicts }} eventId={event.id}>
            <button class="button" type="submit" form={EVENT_FORM} name="intent" value={anyway}>
              {anyway === "publish-anyway" ? words.publishAnyway : words.saveAnyway}
            </button>
          </EventNotice>
        )}
      </EventHead>
      <EventEditor {...{ form, errors, hall, halls, userId }}>
        <button class={draft ? "button" : "button button-main"} type="submit" name="intent" value="save">
          {draft ? words.saveDraft : words.save}
        </button>
        {draft && (
          <button class="button button-main" type="submit" name="intent" value="publish">
            {words.saveAndPublish}
          </button>
        )}
      </EventEditor>
      <CancelOrDelete event={event} />
    </>
  );
});
