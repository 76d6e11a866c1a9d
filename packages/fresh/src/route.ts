import type { Responder } from "./chain.ts";
import type { Context } from "./context.ts";
import { statusOf } from "./error.ts";
import { instantiate, pageProps } from "./render/page.ts";
import type {
  HandlerFn,
  Lazy,
  MaybeLazy,
  Method,
  Middleware,
  PageResponse,
  Route,
  RouteConfig,
} from "./types.ts";
import { METHODS } from "./types.ts";

/** The methods a route handles: for a lazy one all of them, since its own are not known yet. */
export function methodsOf<State>(route: MaybeLazy<Route<State>>): readonly Method[] {
  if (typeof route === "function" || typeof route.handler !== "object") return METHODS;
  const methods = METHODS.filter((method) => method in (route.handler as object));
  if (route.component !== undefined && !methods.includes("GET")) methods.push("GET");
  return methods;
}

/** The responder of a route: runs its handler and renders its component with the result. */
export function routeResponder<State>(
  given: MaybeLazy<Route<State>>,
  override: RouteConfig = {},
): Responder<State> {
  let route = given;
  return async (ctx) => {
    if (typeof route === "function") route = await (route as Lazy<Route<State>>)();
    const config = { ...route.config, ...override };
    const handler = handlerFor(route, ctx.req.method);
    if (handler === undefined) {
      const handlesAll = typeof route.handler !== "object";
      const isGet = ctx.req.method === "GET" || ctx.req.method === "HEAD";
      if (route.component === undefined || !(handlesAll || isGet)) return ctx.next();
      return renderRoute(ctx, route, config, { data: {} });
    }
    const result = await handler(ctx);
    return result instanceof Response ? result : renderRoute(ctx, route, config, result);
  };
}

/** The responder for errors: a route, whose page by default has the status of the error, or a middleware. */
export function errorResponder<State>(given: Route<State> | Middleware<State>): Responder<State> {
  return routeResponder(typeof given === "function" ? { handler: given } : given);
}

function handlerFor<State>(route: Route<State>, method: string): HandlerFn<unknown, State> | undefined {
  const { handler } = route;
  if (typeof handler === "function") {
    if (handler.length > 1) {
      throw new Error("A handler takes one argument, the context, but this one takes more.");
    }
    return handler;
  }
  return handler?.[method as Method] ?? (method === "HEAD" ? handler?.GET : undefined);
}

async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  config: RouteConfig,
  result: PageResponse<unknown>,
): Promise<Response> {
  if (result === null || typeof result !== "object" || !("data" in result)) {
    throw new TypeError("A handler must return a Response or the result of page().");
  }
  const status = result.status ?? (ctx.error === null ? 200 : statusOf(ctx.error));
  // Of several cookies only the last is sent, as in Fresh.
  const headers = result.headers && new Headers([...new Map(new Headers(result.headers))]);
  const { component } = route;
  const vnode = component === undefined ? null : await instantiate(component, pageProps(ctx, result.data));
  return vnode instanceof Response ? vnode : ctx.render(vnode, { status, headers }, config);
}
