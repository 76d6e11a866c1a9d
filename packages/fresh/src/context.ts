import { type ComponentType, isValidElement, type VNode } from "preact";
import type { Build } from "./build.ts";
import { renderPage } from "./render/page.ts";
import type { LayoutConfig, ResolvedFreshConfig, RouteComponent } from "./types.ts";

/** A layout with its settings. */
export interface Layout<State> {
  component: RouteComponent<State>;
  config: LayoutConfig;
}

/** Request data that is hidden from handlers. */
export interface Internals<State> {
  build: Build | null;
  /** The layouts from the root down to the current folder. */
  layouts: Layout<State>[];
  appWrapper: RouteComponent<State> | null;
}

/** What a context is made from. */
interface ContextOptions<State> {
  req: Request;
  url: URL;
  info: Deno.ServeHandlerInfo;
  config: ResolvedFreshConfig;
  route: string | null;
  params: Record<string, string>;
  internals: Internals<State>;
}

function Nothing(): null {
  return null;
}

function nothingNext(): Promise<Response> {
  return Promise.reject(new Error("There is nothing after this handler."));
}

/** The hidden part of a context. */
export let internalsOf: <State>(ctx: Context<State>) => Internals<State>;

/** One request on its way through middlewares and handlers, with methods that respond to it. */
export class Context<State> {
  readonly config: ResolvedFreshConfig;
  /** The requested URL, with repeated slashes in its path collapsed. `req.url` is unchanged. */
  readonly url: URL;
  readonly req: Request;
  /** The pattern of the matched route, or null. */
  readonly route: string | null;
  /** The decoded parameters of the pattern; reserved characters such as `%2F` stay encoded. */
  readonly params: Record<string, string>;
  /** What middlewares pass on; empty at first. */
  readonly state: State = {} as State;
  readonly info: Deno.ServeHandlerInfo;
  readonly isPartial: boolean;
  readonly data: unknown = undefined;
  /** The latest error thrown while handling the request, or null. */
  error: unknown | null = null;
  /** The content for a layout or the app wrapper; empty outside them. */
  Component: ComponentType = Nothing;
  /** Runs the rest of the chain. Call it at most once in each middleware. */
  next: () => Promise<Response> = nothingNext;

  readonly #internals: Internals<State>;
  static {
    internalsOf = (ctx) => ctx.#internals;
  }

  constructor(options: ContextOptions<State>) {
    this.config = options.config;
    this.url = options.url;
    this.req = options.req;
    this.route = options.route;
    this.params = options.params;
    this.info = options.info;
    this.isPartial = options.url.search !== "" && options.url.searchParams.has("fresh-partial");
    this.#internals = options.internals;
  }

  /**
   * Responds with a page: the vnode inside the layouts and the app wrapper. The content type is always HTML.
   * @throws Error if `vnode` is neither a vnode nor null, and whatever a component throws.
   */
  render(vnode: VNode | null, init: ResponseInit = {}, config: LayoutConfig = {}): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      return Promise.reject(new Error("ctx.render() takes a JSX element or null."));
    }
    return renderPage(this, this.#internals, vnode, init, config);
  }

  /**
   * Redirects. A path cannot lead to another host, since its repeated slashes collapse. A partial page redirects to a
   * partial page. Like all methods of a context, it must be called on the context, not destructured from it.
   */
  redirect(to: string, status = 302): Response {
    let location = to;
    if (to.startsWith("/")) {
      const pathEnd = to.search(/[?#]/);
      const path = pathEnd === -1 ? to : to.slice(0, pathEnd);
      location = path.replace(/[/\\]{2,}/g, "/") + to.slice(path.length);
    }
    if (this.isPartial) location = withQuery(location, "fresh-partial=true");
    return new Response(null, { status, headers: { location } });
  }

  /** Responds with plain text. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Responds with the given HTML, unescaped. */
  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Responds with JSON. */
  json(value: unknown, init?: ResponseInit): Response {
    return Response.json(value, init);
  }

  /** Streams a response. When the client disconnects, the iterator's `return()` is called. */
  stream<Chunk extends string | Uint8Array<ArrayBuffer>>(
    source: Iterable<Chunk> | AsyncIterable<Chunk> | (() => Iterable<Chunk> | AsyncIterable<Chunk>),
    init?: ResponseInit,
  ): Response {
    const chunks = typeof source === "function" ? source() : source;
    const iterator = Symbol.asyncIterator in chunks
      ? chunks[Symbol.asyncIterator]()
      : chunks[Symbol.iterator]();
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
      },
      async cancel() {
        await iterator.return?.();
      },
    });
    return new Response(body, init);
  }
}

/** Adds a parameter to the query of a URL. */
function withQuery(url: string, parameter: string): string {
  return url.replace(/^[^#]*/, (base) => `${base}${base.includes("?") ? "&" : "?"}${parameter}`);
}
