import { page } from "fresh";
import { EventEditor } from "@/components/admin/EventEditor.tsx";
import { EventNotice } from "@/components/admin/EventNotice.tsx";
import { HallGallery } from "@/components/admin/HallGallery.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { type HallChoice, hallsToChoose, type PricedHall } from "@/lib/charts/halls.ts";
import { createEvent, publishEvent } from "@/lib/events/admin.ts";
import {
  blankForm,
  errorsOf,
  type EventForm,
  type FormErrors,
  readEventForm,
} from "@/lib/events/admin_form.ts";
import { FORM_KEY, formKey, newFormKey } from "@/lib/http/form_key.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

interface NewEvent {
  halls: HallChoice[];
  /** Null until a hall is chosen. */
  hall: PricedHall | null;
  form: EventForm;
  errors: FormErrors;
}

export const handler = pageRoute({ access: "edit-events" }, {
  async GET({ url, state: { services: { sql } } }) {
    const chartId = url.searchParams.get("hall") ?? "";
    return page<NewEvent>({
      ...await hallsToChoose(sql, chartId),
      form: { ...blankForm(chartId), [FORM_KEY]: newFormKey() },
      errors: {},
    });
  },

  async POST(ctx) {
    const { services, caller, words } = ctx.state;
    const fields = await readForm(ctx.req);
    const form: EventForm = Object.fromEntries(fields);
    const { halls, hall } = await hallsToChoose(services.sql, form.chartId ?? "");
    const refuse = (errors: FormErrors) => page<NewEvent>({ halls, hall, form, errors }, { status: 422 });
    if (!hall) return refuse({});
    if (form.intent === "hall") return page<NewEvent>({ halls, hall, form, errors: {} });
    const read = readEventForm(form, hall, words);
    if (!read.ok) return refuse(read.errors);
    const editor = actorOf(caller);
    const keyed = formKey(editor.id, fields, ["event", read.input]);
    const created = await createEvent(services, editor, read.input, keyed);
    if (!created.ok) {
      return refuse(created.code === "validation" ? errorsOf(created.errors, hall.zones, words) : {});
    }
    const { id } = created.event;
    if (form.intent !== "publish") return ctx.redirect(`/admin/events/${id}?done=created`, 303);
    const published = await publishEvent(services, editor, id, null);
    return ctx.redirect(`/admin/events/${id}?done=${published.ok ? "published" : "not-published"}`, 303);
  },
});

export default define.page<typeof handler>(function NewEventPage({ data, state }) {
  const { halls, hall, form, errors } = data;
  const { id: userId } = userOf(state.caller);
  const { admin, eventForm: words } = state.words;
  return (
    <>
      <PageTitle title={admin.newEvent} />
      {hall
        ? (
          <>
            {Object.keys(errors).length > 0 && <EventNotice outcome="invalid" errors={errors} hall={hall} />}
            <EventEditor {...{ form, errors, hall, halls, userId }}>
              <button class="button" type="submit" name="intent" value="save">{words.saveDraft}</button>
              <button class="button button-main" type="submit" name="intent" value="publish">
                {words.saveAndPublish}
              </button>
              <a class="button button-plain" href="/admin/events">{words.discard}</a>
            </EventEditor>
          </>
        )
        : <HallGallery halls={halls} userId={userId} />}
    </>
  );
});
