import { compose, notFound, type Responder } from "./chain.ts";
import { Router } from "./router.ts";
import { levelsTo, newSegment, type Segment, segmentAt } from "./tree.ts";
import type { Method, Middleware, RouteComponent } from "./types.ts";

/** A compiled route: its chain, and the app wrapper in effect when it was registered. */
interface Endpoint<State> {
  respond: Responder<State>;
  appWrapper: RouteComponent<State> | null;
}

/** An app being assembled, step by step. */
export class Assembly<State> {
  readonly root: Segment<State> = newSegment<State>(null);
  readonly router = new Router<Endpoint<State>>();
  appWrapper: RouteComponent<State> | null = null;

  /** Attaches middlewares to a path. */
  use(path: string, middlewares: Middleware<State>[]): void {
    segmentAt(this.root, path).middlewares.push(...middlewares);
  }

  /** Registers a route that runs what is currently attached to `segment` and the segments above it. */
  route(methods: readonly Method[], path: string, segment: Segment<State>, respond: Responder<State>): void {
    const last: Responder<State> = (ctx) => {
      ctx.next = notFound;
      return respond(ctx);
    };
    const endpoint = {
      respond: compose(levelsTo(segment), last),
      appWrapper: this.appWrapper,
    };
    for (const method of methods) this.router.add(method, path, endpoint);
  }
}
