import { type Answer, compose, notFoundAnswer } from "./chain.ts";
import { Router } from "./router.ts";
import { levelsTo, newSegment, type Segment, segmentAt } from "./tree.ts";
import type { Method, Middleware, RouteComponent } from "./types.ts";

/** The compiled form of a route: its chain, and the app wrapper in force when it was registered. */
interface Endpoint<State> {
  answer: Answer<State>;
  appWrapper: RouteComponent<State> | null;
}

/** An app being put together, step by step. */
export class Assembly<State> {
  readonly root: Segment<State> = newSegment<State>(null);
  readonly router = new Router<Endpoint<State>>();
  appWrapper: RouteComponent<State> | null = null;

  /** Attaches middlewares to a path. */
  use(path: string, middlewares: Middleware<State>[]): void {
    segmentAt(this.root, path).middlewares.push(...middlewares);
  }

  /** Registers a route that runs what is attached to `segment` and the segments above it at this moment. */
  route(methods: readonly Method[], path: string, segment: Segment<State>, answer: Answer<State>): void {
    const last: Answer<State> = (ctx) => {
      ctx.next = () => notFoundAnswer(ctx);
      return answer(ctx);
    };
    const endpoint = {
      answer: compose(levelsTo(segment), last),
      appWrapper: this.appWrapper,
    };
    for (const method of methods) this.router.add(method, path, endpoint);
  }
}
