import { HttpError } from "fresh";
import { userOf } from "@/lib/auth/caller.ts";
import { duplicateEvent } from "@/lib/events/admin.ts";
import { pageRoute } from "@/lib/http/page_route.ts";

/** Copies an event as a draft and leads to it. */
export const handler = pageRoute({ access: "edit-events" }, {
  async POST(ctx) {
    const { params, state: { services, caller } } = ctx;
    const answer = await duplicateEvent(services, userOf(caller), params.id);
    if (!answer.ok) throw new HttpError(404);
    return ctx.redirect(`/admin/events/${answer.event.id}?done=duplicated`, 303);
  },
});
