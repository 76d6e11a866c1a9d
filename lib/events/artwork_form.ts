/** Handles the form of an event's artwork. */
import { etagOf } from "@/lib/http/wire/etags.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { ASPECT_MAX, PIXELS_MAX, SIDE_MIN } from "@/lib/posters/artwork_limits.ts";
import { type ArtworkOutcome, readFocus } from "@/lib/posters/artwork_form.ts";
import type { Editor, WriteResult } from "./admin.ts";
import {
  artworkPatchSchema,
  removeArtwork,
  type UnfitArtwork,
  updateArtwork,
  UPLOAD_BYTES_MAX,
  uploadArtwork,
} from "./artwork.ts";
import type { EditableEvent } from "./event.ts";

/** Why a form was refused. */
export interface Refusal {
  status: number;
  code: keyof RefusalWords;
}
type RefusalWords = Words["artwork"]["refusal"];

export const TOO_LARGE: Refusal = { status: 413, code: "too-large" };

/** A refusal as a sentence that says what to do. */
export function refusalText({ code }: Refusal, words: RefusalWords): string {
  const text = words[code];
  if (typeof text === "string") return text;
  return text({ megapixels: PIXELS_MAX / 1_000_000, pixels: SIDE_MIN, times: ASPECT_MAX });
}

/** Performs the intent of the form. Null if the event is gone, or has no artwork to change. */
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
        return { status: 422, code: "no-file" };
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
      if (!patch.success) return { status: 422, code: "invalid" };
      return outcomeOf("saved", await updateArtwork(needs, editor, event.id, patch.data, revision));
    }
  }
}

function outcomeOf(
  done: ArtworkOutcome,
  result: WriteResult | UnfitArtwork,
): ArtworkOutcome | Refusal | null {
  if (result.ok) return done;
  switch (result.code) {
    case "unfit":
      return { status: 422, code: result.fault };
    case "stale":
      return { status: 412, code: "stale" };
    default:
      return null;
  }
}
