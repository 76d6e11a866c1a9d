/** Responses with pictures whose URL changes with their content. */
import { respond } from "./wire/respond.ts";
import { matchesEtag } from "./wire/etags.ts";

/** Caches a picture for a year, and allows pages on other origins to show it, as previews and emails do. */
const headers = {
  "cache-control": "public, max-age=31536000, immutable",
  "cross-origin-resource-policy": "cross-origin",
};

/** The picture, or 304 for clients that have it. */
export function pictureResponse(
  request: Request,
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  etag: string,
): Response {
  if (matchesEtag(request.headers.get("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers: { ...headers, etag } });
  }
  return respond(bytes, { ...headers, etag, "content-type": contentType });
}
