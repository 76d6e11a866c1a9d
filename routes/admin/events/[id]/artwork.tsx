import { page } from "fresh";
import { ArtworkForms } from "@/components/admin/ArtworkForms.tsx";
import { EventHead } from "@/components/admin/EventHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import { type AdminEvent, withCounts } from "@/lib/events/admin_view.ts";
import { UPLOAD_BYTES_MAX, UPLOAD_MS_MAX } from "@/lib/events/artwork.ts";
import { type Refusal, refusalText, TOO_LARGE, writeArtworkForm } from "@/lib/events/artwork_form.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { orNotFound, Problem } from "@/lib/http/problem.ts";
import { readUploadForm } from "@/lib/http/request_body.ts";
import { type ArtworkOutcome, artworkOutcomeIn } from "@/lib/posters/artwork_form.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** Allowance for the form around the file. */
const FORM_BYTES_MAX = 16 * 1024;

export const handler = pageRoute({ access: "edit-events", limits: { POST: "artwork" } }, {
  async GET({ params, url, state: { services, caller } }) {
    const event = orNotFound(await eventToEdit(services.sql, userOf(caller), params.id));
    return page<ArtworkPage>({
      event,
      view: await withCounts(services, event),
      done: artworkOutcomeIn(url),
      refusal: null,
    });
  },

  async POST(ctx) {
    const { params: { id }, req, state: { services, caller } } = ctx;
    const editor = actorOf(caller);
    const event = orNotFound(await eventToEdit(services.sql, editor, id));
    const form = await readUpload(req);
    const written = form ? orNotFound(await writeArtworkForm(services, editor, event, form)) : TOO_LARGE;
    if (typeof written === "string") return ctx.redirect(`/admin/events/${id}/artwork?done=${written}`, 303);
    const current = orNotFound(await eventToEdit(services.sql, editor, id));
    const view = await withCounts(services, current);
    return page<ArtworkPage>({ event: current, view, done: null, refusal: written }, {
      status: written.status,
    });
  },
});

interface ArtworkPage {
  event: EditableEvent;
  view: AdminEvent;
  done: ArtworkOutcome | null;
  refusal: Refusal | null;
}

/** The form, or null when its file is too large. */
async function readUpload(request: Request): Promise<FormData | null> {
  try {
    return await readUploadForm(request, UPLOAD_BYTES_MAX + FORM_BYTES_MAX, UPLOAD_MS_MAX);
  } catch (error) {
    if (error instanceof Problem && error.code === "body-too-large") return null;
    throw error;
  }
}

export default define.page<typeof handler>(
  function ArtworkPage({ data: { event, view, done, refusal }, state }) {
    const { artwork: words } = state.words;
    return (
      <>
        <EventHead event={view} tab="artwork" />
        {done && <Notice kind="success" title={words.outcome[done]} />}
        {refusal && <Notice kind="danger" title={refusalText(refusal, words.refusal)} />}
        <ArtworkForms event={event} />
      </>
    );
  },
);
