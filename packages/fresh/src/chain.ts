import { type Context, internalsOf, type Layout } from "./context.ts";
import { HttpError } from "./error.ts";
import type { Middleware } from "./types.ts";

/** Responds to a request at the end of a chain, or after an error. */
export type Responder<State> = (ctx: Context<State>) => Promise<Response>;

/** A folder on the path to a route: what runs there, and what handles its errors. */
export interface Level<State> {
  middlewares: Middleware<State>[];
  /** All layouts from the root down to here. */
  layouts: Layout<State>[];
  errorResponder: Responder<State> | null;
}

/** Ends a chain in which nothing responded. */
export function notFound(): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

/** The chain as one function: each level's middlewares from the root down, then the responder. */
export function compose<State>(
  levels: Level<State>[],
  respond: Responder<State>,
): Responder<State> {
  return levels.filter(addsAnything).reduceRight(
    (inner, level) => withErrorResponder(level, withMiddlewares(level.middlewares, inner)),
    respond,
  );
}

/** Whether a level adds anything. Most don't, and skipping one saves two promises for every request below it. */
function addsAnything<State>(level: Level<State>, depth: number, levels: Level<State>[]): boolean {
  return depth === 0 || level.middlewares.length > 0 || level.errorResponder !== null ||
    level.layouts !== levels[depth - 1].layouts;
}

/** Runs the middlewares in turn; each decides whether the rest run. */
export function withMiddlewares<State>(
  middlewares: Middleware<State>[],
  last: Responder<State>,
): Responder<State> {
  return middlewares.reduceRight<Responder<State>>((rest, given) => {
    let middleware = given;
    return async (ctx) => {
      // Never `ctx.next = () => …`: V8 puts a function written there into its old generation, and all that the
      // function refers to, here the whole request, stays in memory until the next major collection.
      const next = () => rest(ctx);
      ctx.next = next;
      try {
        const result: unknown = await middleware(ctx);
        if (typeof result !== "function") return asResponse(result);
        // It was lazy: from now on, what it returned is the middleware.
        middleware = result as Middleware<State>;
        return asResponse(await middleware(ctx));
      } catch (error) {
        ctx.error = error;
        throw error;
      }
    };
  }, last);
}

/** Passes what is thrown in the level to its error route; without one, the error propagates. */
function withErrorResponder<State>(
  level: Level<State>,
  inner: Responder<State>,
): Responder<State> {
  return async (ctx) => {
    const internals = internalsOf(ctx);
    internals.layouts = level.layouts;
    try {
      return await inner(ctx);
    } catch (error) {
      ctx.error = error;
      internals.layouts = level.layouts;
      if (level.errorResponder === null) throw error;
      ctx.next = notFound;
      return await level.errorResponder(ctx);
    }
  };
}

function asResponse(result: unknown): Response {
  if (result instanceof Response) return result;
  throw new TypeError(`A handler must return a Response, but returned ${typeof result}.`);
}
