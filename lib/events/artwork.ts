/** Changes to the artwork of an event by its organizer. */
import { z } from "zod";
import { changesBetween } from "@/lib/db/audit_log.ts";
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

/** Media types accepted for uploads. The content decides, not the declared type. */
export const uploadTypes = ["image/jpeg", "image/png", "image/webp", "image/avif"] as const;
export const UPLOAD_BYTES_MAX = 10 * 1024 * 1024;
/** Pictures are large, and phones upload them slowly. */
export const UPLOAD_MS_MAX = 60_000;

/** An upload that can't be artwork. */
export interface UnfitArtwork {
  ok: false;
  code: "unfit";
  fault: ArtworkFault;
}

/**
 * Replaces the artwork of an event with an upload, focused on its centre. `ifMatch` as in `updateEvent`.
 * @throws {Unavailable} if too many uploads are being processed
 */
export async function uploadArtwork(
  needs: Needs & { pictures: Pick<PictureMaker, "prepare" | "share"> },
  editor: Editor,
  eventId: string,
  upload: Uint8Array<ArrayBuffer>,
  ifMatch: string | null,
): Promise<WriteResult | UnfitArtwork> {
  // Before the picture is processed, so that nobody can cause that work for an event that is not theirs.
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

/** Changes how the artwork of an event is shown; `not-found` if it has none. */
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
    await auditEvent(tx, editor, "event.artwork-changed", eventId, changesBetween(artwork, patch));
    return null;
  });
}

/** Removes the artwork of an event, which then shows its drawn poster. If it has none, nothing changes. */
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
