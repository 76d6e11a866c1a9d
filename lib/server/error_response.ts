/** What a thrown value means to the client. */
import { HttpError } from "fresh";
import { InvalidCursor } from "@/lib/cursor.ts";
import { DeadlineError, isTransient } from "@/lib/db/pool.ts";
import { Unavailable, UnknownEvent } from "@/lib/errors.ts";
import { Problem, type ProblemCode } from "@/lib/http/problem.ts";
import type { State } from "@/utils.ts";

/** For errors that Fresh and pages throw with only a status. */
const codeOfStatus: Record<number, ProblemCode> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not-found",
  405: "method-not-allowed",
  429: "rate-limited",
  503: "unavailable",
};

/** Maps an error to a problem: 503 if a dependency does not respond, 500 for anything unforeseen. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpError) return new Problem(codeOfStatus[error.status] ?? "internal");
  if (error instanceof Unavailable) return unavailable(Math.ceil(error.retryAfterMs / 1000));
  if (error instanceof InvalidCursor) {
    const errors = [{ path: "cursor", message: "is not a cursor of this list with these parameters" }];
    return new Problem("validation", { members: { errors } });
  }
  // Deleted since this process last read it.
  if (error instanceof UnknownEvent) return new Problem("not-found");
  if (error instanceof DeadlineError || isTransient(error)) return unavailable(1);
  return new Problem("internal");
}

function unavailable(retryAfterSeconds: number): Problem {
  return new Problem("unavailable", { headers: { "retry-after": String(Math.max(1, retryAfterSeconds)) } });
}

/** Logs errors that are not the client's fault. */
export function logError(
  error: unknown,
  { services, requestId }: Pick<State, "services" | "requestId">,
): void {
  if (error instanceof Problem) return;
  const { code } = problemOf(error);
  if (code === "internal") services.logger.error("a request failed", { requestId, error });
  if (code === "unavailable") services.logger.warn("a dependency does not respond", { requestId, error });
}

/** The API's response to an error, which is logged if it is our fault. */
export function errorResponse(
  error: unknown,
  state: Pick<State, "services" | "requestId" | "words">,
): Response {
  logError(error, state);
  return problemOf(error).response(state.words);
}
