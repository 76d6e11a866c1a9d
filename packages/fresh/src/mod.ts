/** The server side of the package: apps, routes, pages and static files. */
export { App } from "./app.ts";
export { createDefine, page } from "./define.ts";
export { HttpError } from "./error.ts";
export { staticFiles } from "./static_files.ts";
export type { Island } from "./build.ts";
export type { Context, Context as FreshContext } from "./context.ts";
export type { Define } from "./define.ts";
export type {
  FreshConfig,
  HandlerByMethod,
  HandlerFn,
  LayoutConfig,
  Lazy,
  ListenOptions,
  MaybeLazy,
  Method,
  Middleware,
  MiddlewareFn,
  PageProps,
  PageResponse,
  ResolvedFreshConfig,
  RouteConfig,
  RouteData,
  RouteHandler,
} from "./types.ts";
