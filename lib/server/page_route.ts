/**
 * How the route of a page, form or image is declared: who may see it, the limits of its methods, and their handlers.
 * `endpoint()` does the same for the API.
 */
import type { Context, PageResponse } from "fresh";
import { lacksFactor } from "@/lib/account/factors.ts";
import { identifyByCookies } from "@/lib/auth/identify.ts";
import { type Action, may } from "@/lib/auth/permissions.ts";
import { limitRequest } from "@/lib/http/limit_request.ts";
import { Problem } from "@/lib/http/problem.ts";
import type { LimitGroup } from "@/lib/http/rate_limits.ts";
import { isCrossSite, isUnsafe } from "@/lib/http/wire/client.ts";
import { signInPath } from "@/lib/http/wire/same_site_path.ts";
import type { State } from "@/utils.ts";
import { setLanguage } from "./language.ts";

/** Where staff set up the second factor that they need before anything else. */
const FACTOR_PAGE = "/account/security/app";

type PageMethod = "GET" | "POST";
type PageResult = Response | PageResponse<unknown>;
type PageMethods = Partial<Record<PageMethod, (ctx: Context<State>) => PageResult | Promise<PageResult>>>;

export interface PagePolicy {
  /** Everyone, or users whose role allows this action. Guests are sent to the sign-in page. */
  access: "anyone" | Action;
  /** Whether the handler also decides for guests, who may have a cookie that lets them in. False by default. */
  admitsGuests?: boolean;
  /** Whether search engines may list the page; by default it asks them not to. */
  isIndexed?: boolean;
  /**
   * Its URL contains a secret, or it shows some: browsers don't store the page, and reveal only the site to others. False
   * by default.
   */
  isSecret?: boolean;
  /** The limit that each method's requests count against; `other` by default. */
  limits?: Partial<Record<PageMethod, LimitGroup>>;
}

/** The `handler` that a route exports. */
export interface PageRoute<Result> {
  (ctx: Context<State>): Promise<Result | Response>;
  readonly policy: PagePolicy;
}

/**
 * Declares the route of a page. `HEAD` responds like `GET`; `OPTIONS` lists the methods.
 * A handler runs only if the request is within its limits, not cross-site, and from someone with access.
 */
export function pageRoute<Methods extends PageMethods>(
  policy: PagePolicy,
  methods: Methods,
): PageRoute<Awaited<ReturnType<NonNullable<Methods[keyof Methods & PageMethod]>>>> {
  type Result = Awaited<ReturnType<NonNullable<Methods[keyof Methods & PageMethod]>>>;
  const allow = [...Object.keys(methods), ...(methods.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");

  async function serve(ctx: Context<State>): Promise<Result | Response> {
    const { req, state } = ctx;
    if (req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
    const name = req.method === "HEAD" ? "GET" : req.method as PageMethod;
    state.isIndexed = policy.isIndexed ?? false;
    state.isSecret = policy.isSecret ?? false;
    await checkPageRequest(ctx, policy.limits?.[name]);
    if (!Object.hasOwn(methods, name)) throw new Problem("method-not-allowed", { headers: { allow } });

    const { caller: { user, sessionId } } = state;
    if (policy.access === "anyone") {
      state.isPublic = !state.isSecret;
    } else if (!user && policy.admitsGuests) {
      return await methods[name]!(ctx) as Result;
    } else if (!user) {
      return ctx.redirect(signInPath(ctx.url.pathname + ctx.url.search), 303);
    } else if (!may(user.role, policy.access)) {
      throw new Problem("forbidden");
    } else if (policy.access !== "secure-account" && await lacksFactor(state.services, user, sessionId)) {
      return ctx.redirect(FACTOR_PAGE, 303);
    }
    return await methods[name]!(ctx) as Result;
  }
  return Object.assign(serve, { policy });
}

/**
 * The checks of every page request, before those of its route: who the caller is (and their language), the limits, and
 * that no other site made the browser send a form.
 * @throws {Problem} `rate-limited` or `cross-site`
 */
export async function checkPageRequest(
  { req, url, state }: Pick<Context<State>, "req" | "url" | "state">,
  limit: LimitGroup = "other",
): Promise<void> {
  const { services, cookies, caller: { address } } = state;
  state.caller = await identifyByCookies({ services, cookies, address }, "rotate");
  state.account = state.caller.user?.id ?? "guest";
  if (state.caller.user?.locale) setLanguage({ req, state });
  await limitRequest(state, limit);
  if (isUnsafe(req.method) && isCrossSite(req.headers, url, services.config)) throw new Problem("cross-site");
}
