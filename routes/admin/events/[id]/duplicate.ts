import { HttpError } from "fresh";
import { actorOf } from "@/lib/auth/caller.ts";
import { duplicateEvent } from "@/lib/events/admin.ts";
import { formKey } from "@/lib/http/form_key.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** Copies an event as a draft and redirects to it. */
export const handler = pageRoute({ access: "edit-events" }, {
  async POST(ctx) {
    const { params, state: { services, caller } } = ctx;
    const editor = actorOf(caller);
    const keyed = formKey(editor.id, await readForm(ctx.req), ["duplicate", params.id]);
    const copied = await duplicateEvent(services, editor, params.id, keyed);
    if (!copied.ok) throw new HttpError(404);
    return ctx.redirect(`/admin/events/${copied.event.id}?done=duplicated`, 303);
  },
});
