/** Whether the dependencies of the process answer. */
import { deadline } from "@/lib/db/pool.ts";
import type { Services } from "@/lib/services.ts";

/** Longest wait for one dependency; they are asked at once. */
const ANSWER_MS_MAX = 2_000;

export interface Readiness {
  ready: boolean;
  dependencies: Record<"database" | "board" | "eventLog", "ok" | "down">;
}

/** Asks every dependency. One that refuses or does not answer in time is down; the log says why. */
export async function checkReadiness(
  services: Pick<Services, "sql" | "board" | "eventLog" | "logger">,
): Promise<Readiness> {
  const { sql, board, eventLog, logger } = services;

  async function ask(dependency: string, question: PromiseLike<unknown>): Promise<"ok" | "down"> {
    try {
      await deadline(question, ANSWER_MS_MAX);
      return "ok";
    } catch (error) {
      logger.warn("a dependency does not answer", { dependency, error });
      return "down";
    }
  }

  const [database, boardState, eventLogState] = await Promise.all([
    ask("database", sql`select 1`),
    ask("board", board.ping()),
    ask("eventLog", eventLog.ping()),
  ]);
  const dependencies = { database, board: boardState, eventLog: eventLogState };
  return { ready: Object.values(dependencies).every((state) => state === "ok"), dependencies };
}
