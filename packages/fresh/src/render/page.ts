import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Context, Internals } from "../context.ts";
import type { LayoutConfig, PageProps, RouteComponent } from "../types.ts";
import { rawHtml } from "./elements.ts";
import { linkHeader } from "./scripts.ts";
import { type RenderState, withState } from "./state.ts";
import { withoutTrailingSlash } from "./hooks.ts";

/** The property of a response in which middlewares find the nonce of a rendered page. */
const NONCE = Symbol.for("__freshNonce");

/** The props of a page, layout or app wrapper. */
export function pageProps<Data, State>(ctx: Context<State>, data: Data): PageProps<Data, State> {
  const { url, params, req, state, config, route, info, error, isPartial, Component } = ctx;
  return { data, url, params, req, state, config, route, info, error, isPartial, Component };
}

/**
 * A component with its props: a vnode to be rendered later or, for an `async` function, its result, which may be a
 * response.
 */
export async function instantiate<State>(
  component: RouteComponent<State>,
  props: PageProps<unknown, State>,
): Promise<VNode | Response | null> {
  const isAsync = component.constructor.name === "AsyncFunction";
  if (!isAsync) return h(component, props) as VNode;
  return await (component as unknown as AsyncComponent<State>)(props);
}

type AsyncComponent<State> = (props: PageProps<unknown, State>) => Promise<VNode | Response | null>;

/**
 * Renders a page inside its layouts and the app wrapper, as a whole document. An async layout or wrapper may return a
 * response instead.
 */
export async function renderPage<State>(
  ctx: Context<State>,
  internals: Internals<State>,
  page: VNode | null,
  init: ResponseInit,
  config: LayoutConfig,
): Promise<Response> {
  const layouts = config.skipInheritedLayouts ? [] : internals.layouts;
  const skipAppWrapper = config.skipAppWrapper || layouts.some((layout) => layout.config.skipAppWrapper);

  let content: VNode | null = page;
  for (const { component } of layouts.toReversed()) {
    const wrapped = await wrap(ctx, component, content);
    if (wrapped instanceof Response) return wrapped;
    content = wrapped;
  }

  const state: RenderState = {
    build: internals.build,
    url: ctx.url,
    path: withoutTrailingSlash(ctx.url.pathname),
    nonce: crypto.randomUUID().replaceAll("-", ""),
    islands: [],
    slots: [],
    plainVNodes: new Set(),
    headItems: new Map(),
    headKinds: new Set(),
    isInIsland: false,
    isLifting: false,
    isInDocumentHead: false,
    seen: { html: false, head: false, body: false },
  };
  // The wrapper is rendered after its content, so that the content's <Head> can reach the wrapper's <head>.
  let html = render(state, content);
  if (internals.appWrapper !== null && !skipAppWrapper) {
    const wrapped = await wrap(ctx, internals.appWrapper, rawHtml(html));
    if (wrapped instanceof Response) return wrapped;
    html = render(state, wrapped);
  }
  return toResponse(state, asDocument(state, html), init);
}

/** A layout or wrapper around its content. */
function wrap<State>(
  ctx: Context<State>,
  component: RouteComponent<State>,
  content: VNode | null,
): Promise<VNode | Response | null> {
  // Not set directly; see `withMiddlewares`.
  const Component = () => content;
  ctx.Component = Component;
  return instantiate(component, pageProps(ctx, null));
}

function render(state: RenderState, content: ComponentChildren): string {
  return withState(state, () => renderToString(h(Fragment, null, content)));
}

/** Adds `<html>`, `<head>` and `<body>` if missing, so that head elements and scripts have a place. */
function asDocument(state: RenderState, content: string): string {
  let html = content;
  if (!state.seen.body) html = render(state, h("body", null, rawHtml(html)));
  if (!state.seen.head) html = render(state, h("head", null, h("meta", { charset: "utf-8" }))) + html;
  if (!state.seen.html) html = `<html>${html}</html>`;
  return `<!DOCTYPE html>${html}`;
}

function toResponse(state: RenderState, html: string, init: ResponseInit): Response {
  // Headers are added afterwards, as constructing a response with headers is slower.
  const response = new Response(html, { status: init.status, statusText: init.statusText });
  const { headers } = response;
  if (init.headers !== undefined) {
    for (const [name, value] of new Headers(init.headers)) headers.append(name, value);
  }
  headers.set("content-type", "text/html; charset=utf-8");
  const link = linkHeader(state);
  if (link !== null) headers.append("link", link);
  return Object.assign(response, { [NONCE]: state.nonce });
}
