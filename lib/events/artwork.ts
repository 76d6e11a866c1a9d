/** The artwork of an event, as its organizer changes it. */
import { z } from "zod";
import type { Sql } from "@/lib/db/pool.ts";
import { storeArtwork } from "@/lib/posters/artwork.ts";
import type { ArtworkFault } from "@/lib/posters/artwork_limits.ts";
import type { PictureMaker } from "@/lib/posters/picture_maker.ts";
import { ALT_MAX, focusSchema } from "@/lib/posters/poster.ts";
import { typedLine } from "@/lib/text/typed_text.ts";
import { auditEvent, type Editor, eventToEdit, writeEvent, type WriteResult } from "./admin.ts";
import type { EventCatalog } from "./catalog.ts";

interface Needs {
  sql: Sql;
  catalog: EventCatalog;
  now: () => number;
}

/** How artwork is shown. */
export const artworkPatchSchema = z.strictObject({
  focus: focusSchema.optional(),
  alt: typedLine(ALT_MAX).optional().describe("What the picture shows, for those who can't see it"),
}).meta({
  id: "ArtworkPatch",
  examples: [{ focus: { x: 40, y: 30 }, alt: "A woman plays a row of glasses" }],
});
export type ArtworkPatch = z.infer<typeof artworkPatchSchema>;

/** What artwork may be uploaded as. What counts is what is in it. */
export const uploadTypes = ["image/jpeg", "image/png", "image/webp", "image/avif"] as const;
export const UPLOAD_BYTES_MAX = 10 * 1024 * 1024;
/** Pictures are large, and phones send them slowly. */
export const UPLOAD_MS_MAX = 60_000;

/** An upload that can't be artwork. */
export interface UnfitArtwork {
  ok: false;
  code: "unfit";
  fault: ArtworkFault;
}

/**
 * Gives an event the artwork that was uploaded, in place of what it had, with the focus in the middle. `ifMatch` as in
 * `updateEvent`.
 * @throws {Unavailable} when too many uploads are being read
 */
export async function uploadArtwork(
  needs: Needs & { pictures: Pick<PictureMaker, "prepare" | "share"> },
  editor: Editor,
  eventId: string,
  upload: Uint8Array<ArrayBuffer>,
  ifMatch: string | null,
): Promise<WriteResult | UnfitArtwork> {
  // So that nobody makes the thread work for an event that is not theirs.
  if (!await eventToEdit(needs.sql, editor, eventId)) return { ok: false, code: "not-found" };
  const artwork = await needs.pictures.prepare(upload);
  if ("fault" in artwork) return { ok: false, code: "unfit", fault: artwork.fault };
  await storeArtwork(needs.sql, artwork);
  return await writeEvent(needs, editor, eventId, ifMatch, async (tx) => {
    await tx`
      update events set artwork_id = ${artwork.id}, artwork_alt = '', artwork_x = 50, artwork_y = 50,
        revision = revision + 1, updated_at = now()
      where id = ${eventId}`;
    await auditEvent(tx, editor, "event.artwork-uploaded", eventId);
    return null;
  });
}

/** Changes how the artwork of an event is shown; one without any is `not-found`. */
export function updateArtwork(
  needs: Needs,
  editor: Editor,
  eventId: string,
  patch: ArtworkPatch,
  ifMatch: string | null,
): Promise<WriteResult> {
  return writeEvent(needs, editor, eventId, ifMatch, async (tx, { poster: { artwork } }) => {
    if (!artwork) return { ok: false, code: "not-found" };
    if (Object.keys(patch).length === 0) return null;
    const { focus, alt } = { ...artwork, ...patch };
    await tx`
      update events set artwork_x = ${focus.x}, artwork_y = ${focus.y}, artwork_alt = ${alt},
        revision = revision + 1, updated_at = now()
      where id = ${eventId}`;
    await auditEvent(tx, editor, "event.artwork-changed", eventId, { members: Object.keys(patch) });
    return null;
  });
}

/** Takes its artwork from an event, which is shown by its drawn poster then. Without any, nothing changes. */
export function removeArtwork(
  needs: Needs,
  editor: Editor,
  eventId: string,
  ifMatch: string | null,
): Promise<WriteResult> {
  return writeEvent(needs, editor, eventId, ifMatch, async (tx, { poster: { artwork } }) => {
    if (!artwork) return null;
    await tx`
      update events set artwork_id = null, artwork_alt = '', artwork_x = 50, artwork_y = 50,
        revision = revision + 1, updated_at = now()
      where id = ${eventId}`;
    await auditEvent(tx, editor, "event.artwork-removed", eventId);
    return null;
  });
}
