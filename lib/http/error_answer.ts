/** What a thrown value means to the client of the API. */
import { DeadlineError, isTransient } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/seats/board.ts";
import type { State } from "@/utils.ts";
import { Problem, problem } from "./problem.ts";

/** A refusal as it was thrown, 503 where a dependency does not answer, else 500 with a line in the log. */
export function answerForError(error: unknown, state: Pick<State, "services" | "requestId">): Response {
  if (error instanceof Problem) return error.response();
  if (error instanceof Unavailable) return unavailable(Math.ceil(error.retryAfterMs / 1000));
  const { logger } = state.services;
  const { requestId } = state;
  if (isTransient(error) || error instanceof DeadlineError) {
    logger.warn("the database does not answer", { requestId, error });
    return unavailable(1);
  }
  logger.error("a request failed", { requestId, error });
  return problem("internal", { members: { requestId } });
}

function unavailable(retryAfterSeconds: number): Response {
  return problem("unavailable", { headers: { "retry-after": String(retryAfterSeconds) } });
}
