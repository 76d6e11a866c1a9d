import { actorOf } from "@/lib/auth/caller.ts";
import { adminEventSchema } from "@/lib/events/admin_view.ts";
import {
  artworkPatchSchema,
  removeArtwork,
  updateArtwork,
  UPLOAD_BYTES_MAX,
  UPLOAD_MS_MAX,
  uploadArtwork,
  uploadTypes,
} from "@/lib/events/artwork.ts";
import { refusalProblem, writeResponse } from "@/lib/events/write_response.ts";
import { Problem } from "@/lib/http/problem.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { type ArtworkFault, ASPECT_MAX, PIXELS_MAX, SIDE_MIN } from "@/lib/posters/artwork_limits.ts";
import { endpoint, method, uploadSchema, uuidParams } from "@/lib/server/endpoint.ts";

/** Why an upload is rejected. */
const faults: Record<ArtworkFault, string> = {
  "not-a-picture": "is not a readable JPEG, PNG, WebP or AVIF picture",
  "too-many-pixels": `has more than ${PIXELS_MAX / 1_000_000} megapixels`,
  "too-small": `is less than ${SIDE_MIN} pixels wide or high`,
  "too-long": `has one side more than ${ASPECT_MAX} times as long as the other`,
};

export const handler = endpoint("/api/admin/events/{id}/artwork", {
  PUT: method({
    operationId: "uploadArtwork",
    summary: "Upload the artwork of an event",
    description:
      "Uploads a picture that replaces the drawn poster of an event: JPEG, PNG, WebP or AVIF, at least 300 pixels " +
      "wide and high. It is stored in several sizes, without the camera's metadata.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-events",
    limit: "artwork",
    params: uuidParams,
    body: uploadSchema,
    bodyTypes: uploadTypes,
    bodyBytesMax: UPLOAD_BYTES_MAX,
    bodyMsMax: UPLOAD_MS_MAX,
    responses: { 200: adminEventSchema },
    errors: ["not-found", "stale"],
    async handle({ services, caller, params, body, ctx: { req } }) {
      const ifMatch = req.headers.get("if-match");
      const written = await uploadArtwork(services, actorOf(caller), params.id, body, ifMatch);
      if (!("fault" in written)) return await writeResponse(services, written);
      throw new Problem("validation", { errors: [{ path: "", message: faults[written.fault] }] });
    },
  }),

  PATCH: method({
    operationId: "updateArtwork",
    summary: "Change focus and description of artwork",
    description: "Sets which part of the picture stays visible when it is cropped, and its text alternative.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-events",
    params: uuidParams,
    body: artworkPatchSchema,
    responses: { 200: adminEventSchema },
    errors: ["not-found", "stale"],
    async handle({ services, caller, params, body, ctx: { req } }) {
      const ifMatch = req.headers.get("if-match");
      return await writeResponse(
        services,
        await updateArtwork(services, actorOf(caller), params.id, body, ifMatch),
      );
    },
  }),

  DELETE: method({
    operationId: "removeArtwork",
    summary: "Remove the artwork of an event",
    description: "Removes the picture; the event shows its drawn poster again.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-events",
    params: uuidParams,
    responses: { 204: null },
    errors: ["not-found", "stale"],
    async handle({ services, caller, params, ctx: { req } }) {
      const removed = await removeArtwork(services, actorOf(caller), params.id, req.headers.get("if-match"));
      if (!removed.ok) throw refusalProblem(removed);
      return new Response(null, { status: 204, headers: { etag: etagOf(removed.event.revision) } });
    },
  }),
});
