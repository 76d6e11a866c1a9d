import { Assembly } from "./assembly.ts";
import { setProcessBuildId } from "./assets.ts";
import type { Build } from "./build.ts";
import { compose, notFound, type Responder, withMiddlewares } from "./chain.ts";
import { Context, type Internals } from "./context.ts";
import { HttpError, plainErrorResponse } from "./error.ts";
import { addFileRoutes } from "./file_routes.ts";
import { errorResponder, methodsOf, routeResponder } from "./route.ts";
import { levelsTo, segmentAt } from "./tree.ts";
import { serve } from "./serve.ts";
import type {
  FreshConfig,
  LayoutConfig,
  ListenOptions,
  MaybeLazy,
  Method,
  Middleware,
  ResolvedFreshConfig,
  Route,
  RouteComponent,
  RouteConfig,
} from "./types.ts";
import { isMethod, METHODS } from "./types.ts";

const UNKNOWN_CLIENT: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
};

/** Gives an app its finished build. Internal to this package. */
export let setBuild: <State>(app: App<State>, build: Build) => void;

/**
 * A web application: middlewares, routes, layouts and error pages, in order of registration. A route is affected only
 * by what was registered before it.
 */
export class App<State> {
  /** The settings; `root` and `mode` come from the build. */
  readonly config: ResolvedFreshConfig;
  #steps: ((assembly: Assembly<State>) => void)[] = [];
  #build: Build | null = null;

  static {
    setBuild = (app, build) => {
      app.#build = build;
      setProcessBuildId(build.id);
      app.config.root = build.root;
      app.config.mode = build.mode;
    };
  }

  constructor(config: FreshConfig = {}) {
    this.config = {
      root: Deno.cwd(),
      basePath: "",
      mode: config.mode ?? "production",
      trustProxy: config.trustProxy ?? false,
    };
  }

  /** Runs middlewares for everything under a path; without a path, for every request. */
  use(...middlewares: MaybeLazy<Middleware<State>>[]): this;
  use(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this;
  use(first: string | MaybeLazy<Middleware<State>>, ...rest: MaybeLazy<Middleware<State>>[]): this {
    const path = typeof first === "string" ? first : "*";
    const middlewares = typeof first === "string" ? rest : [first, ...rest];
    return this.#add((assembly) => assembly.use(path, middlewares as Middleware<State>[]));
  }

  /** Handles GET requests, and HEAD requests to a path without a HEAD handler. The last middleware must respond. */
  get(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#addMethods(["GET"], path, middlewares);
  }

  /** Handles POST requests. */
  post(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#addMethods(["POST"], path, middlewares);
  }

  /** Handles PATCH requests. */
  patch(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#addMethods(["PATCH"], path, middlewares);
  }

  /** Handles PUT requests. */
  put(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#addMethods(["PUT"], path, middlewares);
  }

  /** Handles DELETE requests. */
  delete(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#addMethods(["DELETE"], path, middlewares);
  }

  /** Handles HEAD requests. */
  head(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#addMethods(["HEAD"], path, middlewares);
  }

  /** Handles requests of every method. */
  all(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#addMethods(METHODS, path, middlewares);
  }

  /** Handles requests with a route: a handler, a component, or both. */
  route(path: string, route: MaybeLazy<Route<State>>, config?: RouteConfig): this {
    return this.#add((assembly) =>
      assembly.route(methodsOf(route), path, segmentAt(assembly.root, path), routeResponder(route, config))
    );
  }

  /** Puts a layout around every page under a path. */
  layout(path: string, component: RouteComponent<State>, config: LayoutConfig = {}): this {
    return this.#add((assembly) => {
      segmentAt(assembly.root, path).layout = { component, config };
    });
  }

  /** Sets the component around all pages, which renders `<html>`. */
  appWrapper(component: RouteComponent<State>): this {
    return this.#add((assembly) => {
      assembly.appWrapper = component;
    });
  }

  /** Handles the errors thrown under a path. */
  onError(path: string, route: Route<State> | Middleware<State>): this {
    return this.#add((assembly) => {
      segmentAt(assembly.root, path).errorResponder = errorResponder(route);
    });
  }

  /** Registers the modules of the `routes` folder at this point; there are none until the Builder has run. */
  fsRoutes(): this {
    return this.#add((assembly) => addFileRoutes(assembly, this.#build?.routes ?? []));
  }

  /**
   * The app as a function from request to response. Later registrations do not change it. It rejects for a path that is
   * not validly encoded and responds to an unknown method with 500, so a server should turn such requests away first.
   */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const assembly = new Assembly<State>();
    for (const step of this.#steps) step(assembly);
    const build = this.#build;
    const rootLevel = levelsTo(assembly.root);
    const compiled = (respond: Responder<State>) => compose(rootLevel, respond);
    const unmatched = compiled(notFound);
    const wrongMethod = compiled(() => Promise.reject(new HttpError(405)));

    return async (req, info = UNKNOWN_CLIENT) => {
      const url = urlOf(req, this.config.trustProxy);
      const match = assembly.router.match(req.method, url.pathname);
      const internals: Internals<State> = { build, layouts: [], appWrapper: assembly.appWrapper };
      const context = (route: string | null, params: Record<string, string>) =>
        new Context<State>({ req, url, info, config: this.config, route, params, internals });
      try {
        if (match === null) return await unmatched(context(null, Object.create(null)));
        const ctx = context(match.route, match.params);
        if (match.handler === undefined) {
          if (!isMethod(req.method)) throw new TypeError(`Unknown method ${req.method}.`);
          if (req.method !== "OPTIONS") return await wrongMethod(ctx);
          const headers = { allow: match.methods.join(", ") };
          return await compiled(() => Promise.resolve(new Response(null, { status: 204, headers })))(ctx);
        }
        internals.appWrapper = match.handler.appWrapper;
        const response = await match.handler.respond(ctx);
        return req.method === "HEAD" ? new Response(null, response) : response;
      } catch (error) {
        return plainErrorResponse(error);
      }
    };
  }

  /** Serves the app over HTTP, by default on the first free port from 8000 to 8019. */
  listen(options: ListenOptions = {}): Promise<void> {
    return serve(this.handler(), options);
  }

  #add(step: (assembly: Assembly<State>) => void): this {
    this.#steps.push(step);
    return this;
  }

  #addMethods(methods: readonly Method[], path: string, middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#add((assembly) => {
      const respond = withMiddlewares(middlewares as Middleware<State>[], notFound);
      assembly.route(methods, path, segmentAt(assembly.root, path), respond);
    });
  }
}

/** The requested URL, with repeated slashes collapsed and, if trusted, the protocol and host that a proxy reports. */
function urlOf(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  if (url.pathname.includes("//")) url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  if (trustProxy) {
    const protocol = req.headers.get("x-forwarded-proto");
    const host = req.headers.get("x-forwarded-host");
    if (protocol === "http" || protocol === "https") url.protocol = protocol;
    if (host !== null) url.host = host;
  }
  return url;
}
