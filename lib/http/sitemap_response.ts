import { respond } from "./wire/respond.ts";

/** A sitemap file. It may be large and is rarely requested, so it is not compressed on the event loop. */
export function sitemapResponse(xml: Uint8Array<ArrayBuffer>): Response {
  return respond(xml, {
    "content-type": "application/xml; charset=utf-8",
    "cache-control": "public, max-age=3600, no-transform",
  });
}
