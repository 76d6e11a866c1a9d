/** Readiness: whether the dependencies of the process respond. */
import type { SeatBoard } from "@/lib/board/board.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { describeError } from "@/lib/messaging/dead_letters.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { TimedCache } from "@/lib/timed_cache.ts";

/** Longest wait for one dependency; they are checked in parallel. */
const RESPONSE_MS_MAX = 2_000;
/** Nobody can make the process check more often. */
const CACHE_MS = 1_000;

export type Dependency = "database" | "board" | "eventLog";

export interface Failure {
  /** Milliseconds since the epoch. */
  at: number;
  /** For people to read; without personal data. */
  error: string;
}

export interface Readiness {
  ready: boolean;
  dependencies: Record<Dependency, "ok" | "down">;
  /** The latest failure of each since the process started. */
  failures: Partial<Record<Dependency, Failure>>;
}

interface Needs {
  sql: Sql;
  board: SeatBoard;
  eventLog: EventLog;
  logger: Logger;
  now: () => number;
}

/**
 * Checks every dependency. One that fails or does not respond in time is down; the log says why. All callers within a
 * second share a result.
 */
export function watchReadiness(needs: Needs): () => Promise<Readiness> {
  const { sql, board, eventLog, logger, now } = needs;
  const cache = new TimedCache<Readiness>({ maxAgeMs: CACHE_MS, maxEntries: 1, now });
  const failures: Readiness["failures"] = {};

  async function check(dependency: Dependency, ping: () => PromiseLike<unknown>): Promise<"ok" | "down"> {
    try {
      await deadline(ping(), RESPONSE_MS_MAX);
      return "ok";
    } catch (error) {
      logger.warn("a dependency does not respond", { dependency, error });
      failures[dependency] = { at: now(), error: describeError(error) };
      return "down";
    }
  }

  return () =>
    cache.get("all", async () => {
      const [database, boardStatus, eventLogStatus] = await Promise.all([
        check("database", () => sql`select 1`),
        check("board", () => board.ping()),
        check("eventLog", () => eventLog.ping()),
      ]);
      const dependencies = { database, board: boardStatus, eventLog: eventLogStatus };
      const ready = Object.values(dependencies).every((status) => status === "ok");
      return { ready, dependencies, failures: { ...failures } };
    });
}
