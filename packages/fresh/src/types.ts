import type { AnyComponent, ComponentType } from "preact";
import type { Context } from "./context.ts";

/** The HTTP methods a route can handle. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** Every `Method`, in the order of an `Allow` header. */
export const METHODS: readonly Method[] = ["HEAD", "GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"];

/** Whether a route can handle the method. */
export function isMethod(method: string): method is Method {
  return METHODS.includes(method as Method);
}

/** A function that loads a value, such as `() => import("./page.tsx")`. */
export type Lazy<T> = () => Promise<T>;
/** A value, or a function that loads it. */
export type MaybeLazy<T> = T | Lazy<T>;

/** One step in handling a request: responds, or runs the next step with `ctx.next()`. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;
/** The former name of `Middleware`. */
export type MiddlewareFn<State> = Middleware<State>;

/** Data for the component of the same route, with the status and headers of the page. Created by `page()`. */
export interface PageResponse<Data> {
  data: Data;
  headers?: HeadersInit;
  status?: number;
}

/** Handles a request: returns a response, or data for the route's component. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;

/** One handler function for each method that a route handles. */
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};

/** What a route exports as `handler`: one function for all methods, or one for each. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

type PageData<Result> = Result extends Response ? never
  : Result extends PageResponse<infer Data> ? Data
  : never;
type FunctionData<F> = F extends (...args: never[]) => infer Result ? PageData<Awaited<Result>>
  : never;

/** The data a handler may return for its page; for handlers by method, the union over the methods. */
export type RouteData<Handler> = Handler extends (...args: never[]) => unknown ? FunctionData<Handler>
  : { [M in keyof Handler]: FunctionData<Handler[M]> }[keyof Handler];

/** Settings of an app. */
export interface FreshConfig {
  mode?: "development" | "production";
  /** Whether to take protocol and host from `X-Forwarded-Proto` and `X-Forwarded-Host`. */
  trustProxy?: boolean;
}

/** The settings of an app, with defaults filled in. */
export interface ResolvedFreshConfig {
  root: string;
  basePath: string;
  mode: "development" | "production";
  trustProxy: boolean;
}

/** The props of a page, layout, app wrapper or error page. */
export interface PageProps<Data = unknown, State = unknown> {
  data: Data;
  url: URL;
  params: Record<string, string>;
  req: Request;
  state: State;
  config: ResolvedFreshConfig;
  route: string | null;
  info: Deno.ServeHandlerInfo;
  error: unknown | null;
  isPartial: boolean;
  /** The content: in a layout the page, in the app wrapper the page with its layouts. */
  Component: ComponentType;
}

/**
 * The component of a route, a layout or the app wrapper. It may be an `async` function, which may also return a
 * response (Preact's type for what a component returns allows any object).
 */
export type RouteComponent<State> = AnyComponent<PageProps<AnyData, State>>;

// A component's props occur both in its argument and in its `defaultProps`, so no other type of `data` accepts the
// components of all pages.
// deno-lint-ignore no-explicit-any
type AnyData = any;

/** What a layout may switch off. */
export interface LayoutConfig {
  skipInheritedLayouts?: boolean;
  skipAppWrapper?: boolean;
}

/** What a route may switch off, and the URL pattern it may have instead of its file's. */
export interface RouteConfig extends LayoutConfig {
  routeOverride?: string;
}

/** A route as an object: a handler, a component, or both. */
export interface Route<State> {
  component?: RouteComponent<State>;
  handler?: RouteHandler<unknown, State>;
  config?: RouteConfig;
}

/** Where and how to listen. */
export type ListenOptions =
  & Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem>
  & {
    remoteAddress?: string;
  };
