import { page } from "fresh";
import { VenueFields } from "@/components/admin/halls/VenueFields.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { actorOf } from "@/lib/auth/caller.ts";
import { createVenue } from "@/lib/charts/halls.ts";
import { readVenueForm, type VenueForm, type VenueFormErrors } from "@/lib/charts/venue_form.ts";
import { FORM_KEY, formKey, newFormKey } from "@/lib/http/form_key.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

interface NewVenue {
  form: VenueForm;
  errors: VenueFormErrors;
}

export const handler = pageRoute({ access: "edit-halls" }, {
  GET: () => page<NewVenue>({ form: { [FORM_KEY]: newFormKey() }, errors: {} }),

  async POST(ctx) {
    const { services: { sql }, caller, words } = ctx.state;
    const fields = await readForm(ctx.req);
    const form: VenueForm = Object.fromEntries(fields);
    const read = readVenueForm(form, words);
    if (!read.ok) return page<NewVenue>({ form, errors: read.errors }, { status: 422 });
    const creator = actorOf(caller);
    await createVenue(sql, creator, read.input, formKey(creator.id, fields, ["venue", read.input]));
    return ctx.redirect("/admin/halls/venues?done=created", 303);
  },
});

export default define.page<typeof handler>(
  function NewVenuePage({ data, state: { words: { halls: words } } }) {
    const { form, errors } = data;
    return (
      <>
        <PageTitle title={words.newVenue} />
        <form class="form admin-form" method="post">
          <input type="hidden" name={FORM_KEY} value={form[FORM_KEY]} />
          <VenueFields form={form} errors={errors} />
          <div class="cluster">
            <button class="button button-main" type="submit">{words.createVenue}</button>
            <a class="button button-plain" href="/admin/halls/venues">{words.cancel}</a>
          </div>
        </form>
      </>
    );
  },
);
