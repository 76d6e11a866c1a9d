import { type Context, internalsOf, type Layout } from "./context.ts";
import { HttpError } from "./error.ts";
import type { Middleware } from "./types.ts";

/** Answers a request at the end of a chain, or after an error. */
export type Answer<State> = (ctx: Context<State>) => Promise<Response>;

/** A folder on the way to a route: what runs there, and who answers its errors. */
export interface Level<State> {
  middlewares: Middleware<State>[];
  /** All layouts from the root down to here. */
  layouts: Layout<State>[];
  errorAnswer: Answer<State> | null;
}

/** The end of a chain that nobody answered. */
export function notFoundAnswer<State>(_ctx: Context<State>): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

/** The chain as one function: each level's middlewares from the root down, then the answer. */
export function compose<State>(
  levels: Level<State>[],
  answer: Answer<State>,
): Answer<State> {
  return levels.filter(changesSomething).reduceRight(
    (inner, level) => catching(level, withMiddlewares(level.middlewares, inner)),
    answer,
  );
}

/** Most folders have nothing of their own; each that is run costs every request below it two promises. */
function changesSomething<State>(level: Level<State>, depth: number, levels: Level<State>[]): boolean {
  return depth === 0 || level.middlewares.length > 0 || level.errorAnswer !== null ||
    level.layouts !== levels[depth - 1].layouts;
}

/** Runs the middlewares one after the other; each decides whether the rest runs. */
export function withMiddlewares<State>(middlewares: Middleware<State>[], last: Answer<State>): Answer<State> {
  return middlewares.reduceRight<Answer<State>>((rest, given) => {
    let middleware = given;
    return async (ctx) => {
      ctx.next = () => rest(ctx);
      try {
        const result: unknown = await middleware(ctx);
        if (typeof result !== "function") return asResponse(result);
        // It was lazy: what it gave is the middleware, from now on.
        middleware = result as Middleware<State>;
        return asResponse(await middleware(ctx));
      } catch (error) {
        ctx.error = error;
        throw error;
      }
    };
  }, last);
}

/** Lets the level's error route answer what is thrown in it; without one, the error climbs on. */
function catching<State>(
  level: Level<State>,
  inner: Answer<State>,
): Answer<State> {
  return async (ctx) => {
    const internals = internalsOf(ctx);
    internals.layouts = level.layouts;
    try {
      return await inner(ctx);
    } catch (error) {
      ctx.error = error;
      internals.layouts = level.layouts;
      if (level.errorAnswer === null) throw error;
      ctx.next = () => notFoundAnswer(ctx);
      return await level.errorAnswer(ctx);
    }
  };
}

function asResponse(result: unknown): Response {
  if (result instanceof Response) return result;
  throw new TypeError(`A handler must return a Response, but returned ${typeof result}.`);
}
