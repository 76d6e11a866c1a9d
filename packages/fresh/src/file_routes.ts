import type { Assembly } from "./assembly.ts";
import type { RouteFile } from "./build.ts";
import { errorResponder, routeResponder } from "./route.ts";
import { type Segment, segmentAt } from "./tree.ts";
import type { Lazy, Middleware, Route, RouteComponent, RouteConfig, RouteHandler } from "./types.ts";
import { METHODS } from "./types.ts";

/** What a module under `routes/` may export. */
interface RouteModule<State> {
  default?: RouteComponent<State> | Middleware<State> | Middleware<State>[];
  handler?: RouteHandler<unknown, State> | Middleware<State>[];
  handlers?: RouteHandler<unknown, State> | Middleware<State>[];
  config?: RouteConfig;
}

const GROUP = /^\(.*\)$/;

/** Registers the modules of the `routes` folder, special files before the routes they apply to. */
export function addFileRoutes<State>(assembly: Assembly<State>, files: RouteFile[]): void {
  for (const file of files.toSorted((a, b) => compareRouteIds(a.id, b.id))) addFileRoute(assembly, file);
}

function addFileRoute<State>(assembly: Assembly<State>, { id, module }: RouteFile): void {
  const exported = module as RouteModule<State>;
  const slash = id.lastIndexOf("/");
  const name = id.slice(slash + 1);
  const segment = segmentAt(assembly.root, toFolderPath(id.slice(0, slash + 1)));
  const handler = exported.handlers ?? exported.handler;

  switch (name) {
    case "_app":
      assembly.appWrapper = required(id, exported.default) as RouteComponent<
        State
      >;
      return;
    case "_middleware":
      addMiddleware(segment, required(id, handler ?? exported.default) as Middleware<State>);
      return;
    case "_layout":
      segment.layout = {
        component: required(id, exported.default) as RouteComponent<State>,
        config: exported.config ?? {},
      };
      return;
    case "_error":
      segment.errorResponder = errorResponder(toRoute(id, exported));
      return;
    case "_404":
    case "_500":
      throw new Error(`routes/${id} is not supported: use _error instead.`);
    default: {
      // A module without the required exports fails the requests for it, not the whole app.
      const load: Lazy<Route<State>> = () => Promise.resolve().then(() => toRoute(id, exported));
      const pattern = exported.config?.routeOverride ?? toPattern(id);
      assembly.route(METHODS, pattern, segment, routeResponder(load));
    }
  }
}

function addMiddleware<State>(
  segment: Segment<State>,
  exported: Middleware<State> | Middleware<State>[],
): void {
  segment.middlewares.push(...(Array.isArray(exported) ? exported : [exported]));
}

function toRoute<State>(id: string, exported: RouteModule<State>): Route<State> {
  const handler = exported.handlers ?? exported.handler;
  required(id, handler ?? exported.default ?? exported.config);
  return {
    component: exported.default as RouteComponent<State>,
    handler: handler as RouteHandler<unknown, State>,
    config: exported.config,
  };
}

function required<Value>(id: string, value: Value | undefined): Value {
  if (value === undefined) throw new Error(`Could not find relevant exports in: routes/${id}`);
  return value;
}

/**
 * The URL pattern of a file: `blog/[slug]` is `/blog/:slug`, `docs/[...path]` is `/docs/:path*`, `shop/[[cat]]` is
 * `/shop{/:cat}?`, `index` is its folder, and a `(group)` is not part of the URL.
 */
export function toPattern(id: string): string {
  let pattern = "";
  for (const segment of id.split("/")) {
    if (segment === "" || segment === "index" || GROUP.test(segment)) continue;
    const optional = segment.match(/^\[\[([^\[\]]+)\]\]$/);
    const rest = segment.match(/^\[\.\.\.([^\[\]]+)\]$/);
    if (optional) {
      pattern += pattern === "" ? `/{:${optional[1]}}?` : `{/:${optional[1]}}?`;
    } else if (rest) {
      pattern += `/:${rest[1]}*`;
    } else {
      if (/\]\[/.test(segment)) throw new SyntaxError(`Two parameters need text between them: routes/${id}`);
      pattern += "/" + encodeURI(segment.replaceAll(/\[([^\[\]]+)\]/g, "\0$1\0")).replaceAll(
        /%00(.*?)%00/g,
        ":$1",
      );
    }
  }
  return pattern || "/";
}

/** The path of a folder in the tree, which includes `(group)` folders. */
function toFolderPath(folder: string): string {
  return folder.split("/").map((name) => GROUP.test(name) ? `/${name}` : toPattern(name)).join("/");
}

/** The order of files: those that apply to others first, then fixed names, groups, parameters and rest parameters. */
export function compareRouteIds(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    if (left[i] === right[i]) continue;
    if (left[i] === undefined || right[i] === undefined) return left[i] === undefined ? 1 : -1;
    const byRank = rank(left[i], i < left.length - 1) -
      rank(right[i], i < right.length - 1);
    return byRank || (left[i] < right[i] ? -1 : 1);
  }
  return 0;
}

function rank(segment: string, isFolder: boolean): number {
  if (!isFolder && segment === "_app") return 0;
  if (!isFolder && segment === "_middleware") return 1;
  if (!isFolder && segment.startsWith("_")) return 2;
  if (!isFolder && segment === "index") return 3;
  if (segment.startsWith("[...")) return 7;
  if (segment.startsWith("[")) return 6;
  if (segment.startsWith("(")) return 5;
  return 4;
}
