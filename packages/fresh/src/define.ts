import type { AnyComponent } from "preact";
import type { Middleware, PageProps, PageResponse, RouteData, RouteHandler } from "./types.ts";

/** Functions that return their argument, typed for an app's `State`. */
export interface Define<State> {
  handlers<
    Data,
    Handler extends RouteHandler<Data, State> = RouteHandler<Data, State>,
  >(handlers: Handler): Handler;
  page<
    Handler extends RouteHandler<unknown, State> = never,
    Data = RouteData<Handler>,
  >(component: AnyComponent<PageProps<Data, State>>): AnyComponent<PageProps<Data, State>>;
  layout(component: AnyComponent<PageProps<unknown, State>>): AnyComponent<PageProps<unknown, State>>;
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): M;
}

/** Returns the `define` functions for one type of `ctx.state`; an app creates them once and shares them. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (component) => component,
    layout: (component) => component,
    middleware: (middleware) => middleware,
  };
}

/** Responds with the component of the same route, which receives `data` in its props. */
export function page<Data>(
  data: Data,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<Data>;
export function page(
  data?: undefined,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<undefined>;
export function page(
  data?: unknown,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<unknown> {
  return { data, headers: options?.headers, status: options?.status };
}
