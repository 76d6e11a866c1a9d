/** What happens to every request on its way in and out; `app.ts` sets the order. */
import type { Context, Middleware } from "fresh";
import { z } from "zod";
import { guest, REFRESH_COOKIE } from "@/lib/auth/identify.ts";
import { Problem } from "@/lib/http/problem.ts";
import { setSecurityHeaders } from "@/lib/http/security_headers.ts";
import { canonicalPath } from "@/lib/http/wire/canonical_path.ts";
import { clientAddress, requestIdOf } from "@/lib/http/wire/client.ts";
import { Cookies } from "@/lib/http/wire/cookies.ts";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";
import { endpoint, method } from "./endpoint.ts";
import { isApi, setLanguage } from "./language.ts";
import { checkPageRequest } from "./page_route.ts";

/** Requests with a longer time to first byte are logged. */
const SLOW_MS = 1_000;

/** Sets up a request's state: services, id, cookies, address. Its caller is a guest until the route identifies them. */
export function provideState(services: Services): Middleware<State> {
  return (ctx) => {
    const { req, state } = ctx;
    state.services = services;
    state.startedMs = performance.now();
    state.requestId = requestIdOf(req.headers, services.config);
    state.cookies = new Cookies(req.headers.get("cookie"), isSecure(ctx, services));
    state.caller = guest(clientAddress(req.headers, ctx.info, services.config));
    state.account = null;
    setLanguage(ctx);
    state.isPublic = false;
    state.isIndexed = false;
    state.isSecret = false;
    return ctx.next();
  };
}

/** Finishes every response except error pages, which `routes/_error.tsx` renders outside all middlewares. */
export const finishResponses: Middleware<State> = async (ctx) => finishResponse(ctx, await ctx.next());

/** The last steps of every response: its id, cookies, caching and security headers, and the metrics. */
export function finishResponse(ctx: Context<State>, response: Response): Response {
  const { req, state, route } = ctx;
  const { services, requestId, cookies, account } = state;
  const { headers } = response;
  headers.set("x-request-id", requestId);
  // The service worker caches tickets for the account that saw them, and only as long as it is signed in.
  if (account) headers.set("aisle-account", account);
  if (!headers.has("cache-control")) {
    headers.set("cache-control", state.isPublic ? "private, no-cache" : "no-store");
  }
  if (cookies.appendTo(headers) && headers.get("cache-control")?.includes("public")) {
    // A shared cache must never hand one person's cookies to another.
    headers.set("cache-control", "private, no-cache");
  }
  if (cookies.clears(REFRESH_COOKIE)) {
    // The person signed out, in whatever way. Not "storage", which would delete the offline page as well: the service
    // worker deletes the tickets that it stored.
    headers.set("clear-site-data", '"cache"');
  }
  // Hides the path even from our own log. `no-referrer` would also hide the origin, by which forms are known to be ours.
  if (state.isSecret) headers.set("referrer-policy", "strict-origin");
  setSecurityHeaders(response, isSecure(ctx, services));
  const type = headers.get("content-type");
  const isPage = type?.startsWith("text/html");
  if (isPage || type === "application/problem+json") {
    headers.set("content-language", state.language);
    headers.append("vary", "accept-language, cookie");
  }
  if (isPage && !(state.isIndexed && response.ok)) headers.set("x-robots-tag", "noindex");
  const durationMs = performance.now() - state.startedMs;
  const { status } = response;
  services.metrics.request(route ?? "none", req.method, status, durationMs);
  if (durationMs > SLOW_MS) {
    services.logger.warn("a request was slow", { requestId, route, method: req.method, status, durationMs });
  }
  return response;
}

/** Redirects other spellings of a URL to its canonical one, so that none bypasses a route's checks. */
export const redirectToCanonical: Middleware<State> = (ctx) => {
  // Fresh collapses repeated slashes, so `ctx.url` differs from the request's URL only if that has some.
  const { pathname } = ctx.req.url.includes("//", "https://".length) ? new URL(ctx.req.url) : ctx.url;
  const canonical = canonicalPath(pathname);
  return canonical === pathname ? ctx.next() : ctx.redirect(canonical + ctx.url.search, 308);
};

/** Handles URLs that match no route: with a problem below `/api`, with a page elsewhere. */
export const handleUnknown: Middleware<State> = async (ctx) => {
  if (ctx.route !== null) return await ctx.next();
  if (isApi(ctx.url.pathname)) return await unknownEndpoint(ctx);
  await checkPageRequest(ctx);
  return await ctx.next();
};

const notFound = method({
  operationId: "nothing",
  summary: "No such endpoint",
  description: "Responds with `not-found` after the checks that apply to every call.",
  query: z.record(z.string(), z.unknown()),
  responses: {},
  handle() {
    throw new Problem("not-found");
  },
});

const unknownEndpoint = endpoint("/api/{path}", {
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
});

function isSecure(ctx: Pick<Context<State>, "url">, services: Services): boolean {
  return ctx.url.protocol === "https:" || services.config.publicUrl?.startsWith("https:") === true;
}
