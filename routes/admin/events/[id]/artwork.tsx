import { HttpError, page } from "fresh";
import { ArtworkForms } from "@/components/admin/ArtworkForms.tsx";
import { EventHead } from "@/components/admin/EventHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { eventToEdit, type WriteResult } from "@/lib/events/admin.ts";
import { type AdminEvent, adminEvent } from "@/lib/events/admin_view.ts";
import {
  artworkPatchSchema,
  removeArtwork,
  updateArtwork,
  UPLOAD_BYTES_MAX,
  UPLOAD_MS_MAX,
  uploadArtwork,
} from "@/lib/events/artwork.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { Problem } from "@/lib/http/problem.ts";
import { readUploadForm } from "@/lib/http/request_body.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { artworkOutcomeIn, type Done, outcomeText, readFocus } from "@/lib/posters/artwork_form.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define, type State } from "@/utils.ts";

/** Why a form was not taken, in a sentence with a way out. */
interface Refusal {
  status: number;
  sentence: string;
}

interface ArtworkPage {
  event: EditableEvent;
  view: AdminEvent;
  done: Done | null;
  refusal: Refusal | null;
}

/** What a form has around its file. */
const FORM_BYTES_MAX = 16 * 1024;
const TOO_LARGE = "This file is larger than 10 MB. Choose a smaller one.";

export const handler = pageRoute({ access: "edit-events", limits: { POST: "artwork" } }, {
  async GET({ params, url, state }) {
    return page(await artworkPage(state, params.id, { done: artworkOutcomeIn(url) }));
  },

  async POST(ctx) {
    const { params: { id }, req, state } = ctx;
    const event = await readEvent(state, id);
    const form = await readUpload(req);
    const written = form ? await write(state, event, form) : { status: 413, sentence: TOO_LARGE };
    if (typeof written === "string") return ctx.redirect(`/admin/events/${id}/artwork?done=${written}`, 303);
    return page(await artworkPage(state, id, { refusal: written }), { status: written.status });
  },
});

async function readEvent({ services, caller }: State, id: string): Promise<EditableEvent> {
  const event = await eventToEdit(services.sql, userOf(caller), id);
  if (!event) throw new HttpError(404);
  return event;
}

async function artworkPage(
  state: State,
  id: string,
  shown: Partial<Pick<ArtworkPage, "done" | "refusal">>,
): Promise<ArtworkPage> {
  const { catalog, now } = state.services;
  const event = await readEvent(state, id);
  const counts = await catalog.counts([event]);
  const view = adminEvent(event, counts.get(event.id)!, now());
  return { event, view, done: null, refusal: null, ...shown };
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

async function write(state: State, event: EditableEvent, form: FormData): Promise<Done | Refusal> {
  const { services, caller } = state;
  const [editor, revision] = [userOf(caller), etagOf(String(form.get("revision") ?? ""))];
  const { artwork } = event.poster;
  switch (form.get("intent")) {
    case "upload": {
      const file = form.get("picture");
      if (!(file instanceof File) || file.size === 0) {
        return { status: 422, sentence: "Choose a picture first." };
      }
      if (file.size > UPLOAD_BYTES_MAX) return { status: 413, sentence: TOO_LARGE };
      const upload = new Uint8Array(await file.arrayBuffer());
      return outcomeOf("uploaded", await uploadArtwork(services, editor, event.id, upload, revision));
    }
    case "remove":
      return outcomeOf("removed", await removeArtwork(services, editor, event.id, revision));
    default: {
      if (!artwork) throw new HttpError(404);
      const focus = readFocus(form, artwork);
      const patch = artworkPatchSchema.safeParse({ focus, alt: form.get("alt") ?? artwork.alt });
      if (!patch.success) {
        return {
          status: 422,
          sentence: "Give both numbers from 0 to 100, and at most 200 characters of description.",
        };
      }
      return outcomeOf("saved", await updateArtwork(services, editor, event.id, patch.data, revision));
    }
  }
}

function outcomeOf(done: Done, answer: WriteResult): Done | Refusal {
  if (answer.ok) return done;
  switch (answer.code) {
    case "validation":
      return { status: 422, sentence: `This file ${answer.errors[0].message}. Choose another.` };
    case "stale":
      return {
        status: 412,
        sentence: "Somebody changed this event meanwhile. This is how it is now; send the form again.",
      };
    default:
      throw new HttpError(404);
  }
}

export default define.page<typeof handler>(
  function ArtworkPage({ data: { event, view, done, refusal }, state }) {
    return (
      <>
        <EventHead event={view} tab="artwork" locale={state.locale} />
        {done && <Notice kind="success" title={outcomeText[done]} />}
        {refusal && <Notice kind="danger" title={refusal.sentence} />}
        <ArtworkForms event={event} />
      </>
    );
  },
);
