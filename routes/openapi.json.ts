import manifest from "@/deno.json" with { type: "json" };
import { etagOf, matchesEtag } from "@/lib/http/etags.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { openApiDocument } from "@/lib/http/openapi.ts";
import * as login from "./api/auth/login.ts";
import * as logout from "./api/auth/logout.ts";
import * as refresh from "./api/auth/refresh.ts";
import * as register from "./api/auth/register.ts";
import * as me from "./api/me.ts";
import * as healthz from "./healthz.ts";
import * as metrics from "./metrics.ts";
import * as readyz from "./readyz.ts";

export const handler = endpoint("/openapi.json", {
  GET: method({
    summary: "This document",
    role: "anonymous",
    responses: { 200: { contentType: "application/json" } },
    async handle({ ctx }) {
      const { text, etag } = await (made ??= makeDocument());
      const headers = { etag, "cache-control": "public, max-age=300", "content-type": "application/json" };
      if (matchesEtag(ctx.req.headers.get("if-none-match"), etag)) {
        return new Response(null, { status: 304, headers });
      }
      return new Response(text, { headers });
    },
  }),
});

/** Every endpoint there is; a test compares with the files. */
export const endpoints = [
  ...[register, login, refresh, logout, me],
  ...[healthz, readyz, metrics],
].map((route) => route.handler).concat(handler);

/** Made once, when somebody first asks. */
let made: Promise<{ text: string; etag: string }> | undefined;

async function makeDocument(): Promise<{ text: string; etag: string }> {
  const text = JSON.stringify(openApiDocument(endpoints, manifest.version));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return { text, etag: etagOf(new Uint8Array(digest).toHex().slice(0, 16)) };
}
