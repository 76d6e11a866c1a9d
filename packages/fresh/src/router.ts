import type { Method } from "./types.ts";

/** What the router found for a request. `handler` is undefined if the path has none for the method. */
export interface Match<Handler> {
  /** The pattern of the route, as `ctx.route` shows it. */
  route: string;
  params: Record<string, string>;
  handler: Handler | undefined;
  methods: readonly Method[];
}

interface Entry<Handler> {
  route: string;
  pattern: URLPattern | null;
  /** Matches the same as `pattern`; null except for the most common form of pattern. */
  quick: RegExp | null;
  /** What every matching path starts and ends with: a quick test, since a pattern takes microseconds. */
  start: string;
  end: string;
  handlers: Map<Method, Handler>;
  methods: Method[];
}

const DYNAMIC = /[*:{}+?()]/;

/**
 * Finds the handlers of a path. Paths without parameters come first; of the patterns, the first match decides, even if
 * it lacks the method.
 */
export class Router<Handler> {
  #static = new Map<string, Entry<Handler>>();
  #dynamic = new Map<string, Entry<Handler>>();
  /** The patterns that may match a path, in order, by its number of slashes; the last entry is for any higher one. */
  #bySlashes: Entry<Handler>[][] | null = null;

  /** Registers a handler. An earlier one for the same method and path takes precedence. */
  add(method: Method, path: string, handler: Handler): void {
    const isDynamic = DYNAMIC.test(path);
    const entries = isDynamic ? this.#dynamic : this.#static;
    let entry = entries.get(path);
    if (entry === undefined) {
      const pattern = isDynamic ? new URLPattern({ pathname: path }) : null;
      const route = pattern?.pathname ?? path;
      entry = {
        route,
        pattern,
        quick: quickPattern(route),
        ...literalEnds(route),
        handlers: new Map(),
        methods: [],
      };
      entries.set(path, entry);
      this.#bySlashes = null;
    }
    if (entry.handlers.has(method)) return;
    entry.handlers.set(method, handler);
    entry.methods.push(method);
  }

  /**
   * The match for a method and a pathname, or null if no route has the path. HEAD falls back to GET.
   * @throws {URIError} if a parameter is not validly percent-encoded.
   */
  match(method: string, pathname: string): Match<Handler> | null {
    const exact = this.#static.get(pathname) ?? this.#static.get(withOtherSlash(pathname));
    if (exact !== undefined) return toMatch(exact, method, Object.create(null));

    this.#bySlashes ??= groupBySlashes([...this.#dynamic.values()]);
    for (const entry of this.#bySlashes[Math.min(slashesIn(pathname), this.#bySlashes.length - 1)]) {
      if (!pathname.startsWith(entry.start) || !pathname.endsWith(entry.end)) continue;
      const groups = entry.quick
        ? entry.quick.exec(pathname)?.groups
        : entry.pattern?.exec({ pathname })?.pathname.groups;
      if (groups === undefined) continue;
      const params = entry.quick && !pathname.includes("%")
        ? groups as Record<string, string>
        : decodeParams(groups);
      return toMatch(entry, method, params);
    }
    return null;
  }
}

function toMatch<Handler>(
  entry: Entry<Handler>,
  method: string,
  params: Record<string, string>,
): Match<Handler> {
  const { handlers, route, methods } = entry;
  const handler = handlers.get(method as Method) ?? (method === "HEAD" ? handlers.get("GET") : undefined);
  return { route, params, handler, methods };
}

function withOtherSlash(pathname: string): string {
  return pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`;
}

/**
 * A pattern of plain segments and whole-segment parameters as a regular expression, which takes a hundredth of the
 * time; null for any other.
 */
function quickPattern(pattern: string): RegExp | null {
  if (!/^(\/(:[a-z]\w*|[\w.-]+))+$/i.test(pattern)) return null;
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
}

/** A quick pattern matches only paths with its own number of slashes; any other pattern may match any path. */
function groupBySlashes<Handler>(entries: Entry<Handler>[]): Entry<Handler>[][] {
  const most = Math.max(0, ...entries.map(({ route }) => slashesIn(route)));
  return Array.from(
    { length: most + 2 },
    (_, slashes) => entries.filter(({ route, quick }) => quick === null || slashesIn(route) === slashes),
  );
}

function slashesIn(path: string): number {
  let count = 0;
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) count++;
  return count;
}

/** The text before a pattern's first variable part, and its last segment if that is fixed. */
function literalEnds(pattern: string): { start: string; end: string } {
  const firstDynamic = pattern.search(DYNAMIC);
  const lastSegment = pattern.slice(pattern.lastIndexOf("/"));
  return {
    // Without the slash, as `/docs/:path*` matches `/docs`.
    start: pattern.slice(0, firstDynamic).replace(/\/$/, ""),
    end: DYNAMIC.test(lastSegment) ? "" : lastSegment,
  };
}

/** Decodes parameters as a browser displays a path: `%2F` and other reserved characters stay encoded. */
function decodeParams(groups: Record<string, string | undefined>): Record<string, string> {
  const params: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(groups)) params[name] = decodeURI(value ?? "");
  return params;
}
