/** What the form of an event's artwork does. */
import { etagOf } from "@/lib/http/wire/etags.ts";
import { type ArtworkOutcome, readFocus } from "@/lib/posters/artwork_form.ts";
import type { Editor, WriteResult } from "./admin.ts";
import {
  artworkPatchSchema,
  removeArtwork,
  updateArtwork,
  UPLOAD_BYTES_MAX,
  uploadArtwork,
} from "./artwork.ts";
import type { EditableEvent } from "./event.ts";

/** Why a form was not taken, in a sentence with a way out. */
export interface Refusal {
  status: number;
  sentence: string;
}

export const TOO_LARGE: Refusal = {
  status: 413,
  sentence: "This file is larger than 10 MB. Choose a smaller one.",
};

/** Does what the form of an event's artwork asks for. Null when the event is gone, or has no artwork to change. */
export async function writeArtworkForm(
  needs: Parameters<typeof uploadArtwork>[0],
  editor: Editor,
  event: EditableEvent,
  form: FormData,
): Promise<ArtworkOutcome | Refusal | null> {
  const revision = etagOf(String(form.get("revision") ?? ""));
  const { artwork } = event.poster;
  switch (form.get("intent")) {
    case "upload": {
      const file = form.get("picture");
      if (!(file instanceof File) || file.size === 0) {
        return { status: 422, sentence: "Choose a picture first." };
      }
      if (file.size > UPLOAD_BYTES_MAX) return TOO_LARGE;
      const upload = new Uint8Array(await file.arrayBuffer());
      return outcomeOf("uploaded", await uploadArtwork(needs, editor, event.id, upload, revision));
    }
    case "remove":
      return outcomeOf("removed", await removeArtwork(needs, editor, event.id, revision));
    default: {
      if (!artwork) return null;
      const focus = readFocus(form, artwork);
      const patch = artworkPatchSchema.safeParse({ focus, alt: form.get("alt") ?? artwork.alt });
      if (!patch.success) {
        return {
          status: 422,
          sentence: "Give both numbers from 0 to 100, and at most 200 characters of description.",
        };
      }
      return outcomeOf("saved", await updateArtwork(needs, editor, event.id, patch.data, revision));
    }
  }
}

function outcomeOf(done: ArtworkOutcome, answer: WriteResult): ArtworkOutcome | Refusal | null {
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
      return null;
  }
}
