/** What happens to every request on its way in and out; `app.ts` gives the order. */
import type { Context, Middleware } from "fresh";
import { guest, identifyByCookies } from "@/lib/auth/identify.ts";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";
import { clientAddress, isCrossSite, isUnsafe } from "./client.ts";
import { Cookies } from "./cookies.ts";
import { rateLimited } from "./endpoint.ts";
import { answerForError } from "./error_answer.ts";
import { localeOf } from "./locale.ts";
import { Problem } from "./problem.ts";
import { type LimitGroup, limitKeys } from "./rate_limits.ts";
import { setSecurityHeaders } from "./security_headers.ts";

/** A request that takes longer to its first byte is logged. */
const SLOW_MS = 1_000;

/**
 * Gives a request its state and finishes its answer. Errors of the API become problems here; those of pages go on to
 * `routes/_error.tsx`, which stands outside of all middlewares and finishes its answer by itself.
 */
export function answerRequests(services: Services): Middleware<State> {
  return async (ctx) => {
    const { req, state, url } = ctx;
    state.services = services;
    state.startedMs = performance.now();
    state.requestId = requestIdOf(req.headers);
    state.cookies = new Cookies(req.headers.get("cookie"), isSecure(ctx, services));
    state.caller = guest(clientAddress(req.headers, ctx.info, services.config.trustProxy));
    state.locale = "en";
    try {
      return finishAnswer(ctx, await ctx.next());
    } catch (error) {
      if (!hasLadder(url)) throw error;
      return finishAnswer(ctx, answerForError(error, state));
    }
  };
}

/** What every answer needs last: its id, cookies and security headers; then it is counted. */
export function finishAnswer(ctx: Context<State>, response: Response): Response {
  const { req, state, route } = ctx;
  const { services, requestId, cookies } = state;
  const { headers } = response;
  headers.set("x-request-id", requestId);
  if (cookies.appendTo(headers) && headers.get("cache-control")?.includes("public")) {
    // A shared cache must never hand one person's cookies to another.
    headers.set("cache-control", "private, no-cache");
  }
  setSecurityHeaders(response, isSecure(ctx, services));
  const durationMs = performance.now() - state.startedMs;
  const { status } = response;
  services.metrics.request(route ?? "none", req.method, status, durationMs);
  if (durationMs > SLOW_MS) {
    services.logger.warn("a request was slow", { requestId, route, method: req.method, status, durationMs });
  }
  return response;
}

/** Lets who asks for a page in, as far as everybody may. An endpoint does so by its own ladder. */
export const admitToPages: Middleware<State> = (ctx) => hasLadder(ctx.url) ? ctx.next() : admit(ctx);

async function admit(ctx: Context<State>): Promise<Response> {
  await identifyVisitor(ctx);
  await guardPage(ctx);
  return await ctx.next();
}

/** Finds out who looks at a page, and the language of its dates. Without a cookie of ours nothing is looked up. */
async function identifyVisitor({ state, req }: Context<State>): Promise<void> {
  const { services, cookies, caller: { address } } = state;
  state.caller = await identifyByCookies({ services, cookies, address });
  state.locale = state.caller.user?.locale ?? localeOf(req.headers.get("accept-language"));
}

/** The limits of forms that have one of their own. */
const limitOfForm: Record<string, LimitGroup> = {
  "/login": "sign-in",
  "/register": "register",
  "/account/delete": "sign-in",
};

/** Refuses pages asked for too often, and forms that another site made the browser send. */
async function guardPage({ req, url, state }: Context<State>): Promise<void> {
  const { services, caller } = state;
  const isForm = isUnsafe(req.method);
  const group = (isForm && limitOfForm[url.pathname]) || "other";
  const limited = await services.rateLimits.consume(limitKeys(group, caller));
  if (!limited.allowed) throw rateLimited(limited.retryAfterSeconds);
  if (isForm && isCrossSite(req.headers, url, services.config)) throw new Problem("cross-site");
}

const operationPaths = new Set(["/healthz", "/readyz", "/metrics", "/openapi.json"]);

/** Whether an endpoint answers, which checks everything by itself and answers errors with problems. */
function hasLadder({ pathname }: URL): boolean {
  return pathname.startsWith("/api/") || pathname === "/api" || operationPaths.has(pathname);
}

function isSecure(ctx: Pick<Context<State>, "url">, services: Services): boolean {
  return ctx.url.protocol === "https:" || services.config.publicUrl?.startsWith("https:") === true;
}

/** The id that a proxy gave the request, so that its log and ours can be read together; else a new one. */
function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given !== null && /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}
