/** All access to Redis: waits for the connection and classifies errors. */
import { Unavailable } from "@/lib/errors.ts";
import { readiness, type RedisClient } from "./connection.ts";
import type { Reply } from "./replies.ts";
import { runScript, type ScriptName } from "./scripts.ts";

/** How long a request waits for a connection to be ready, or for a board that another process is building. */
export const SHORT_WAIT_MS = 200;

/** Redis errors that indicate a bug in a script or its call; all others are transient. */
const FAULT = /^(ERR|WRONGTYPE|EXECABORT|NOPERM)\b/;
/** A script that changed nothing: it needed a key that is on another server, because a cluster is moving its slot. */
const MOVING = /access a non local key/;

export interface BoardStore {
  /** Runs a script with the request as JSON. */
  run(script: ScriptName, keys: string[], request: object): Promise<Reply>;
  /** Runs plain commands. */
  command<T>(work: (redis: RedisClient) => Promise<T>): Promise<T>;
}

/**
 * Returns a store whose methods throw `Unavailable` if Redis does not respond or can't serve requests at present.
 * @param clock Tests only: drives the scripts' time (milliseconds) instead of the server's clock.
 */
export function boardStore(redis: RedisClient, clock?: () => number): BoardStore {
  const ready = readiness(redis, SHORT_WAIT_MS);
  const command: BoardStore["command"] = async (work) => {
    await ready();
    try {
      return await work(redis);
    } catch (error) {
      if (isFault(error)) throw error;
      throw new Unavailable("Redis did not respond", undefined, { cause: error });
    }
  };
  return {
    command,
    run: (script, keys, request) => {
      const args = [clock ? String(clock()) : "", JSON.stringify(request)];
      return command((client) => runScript(client, script, keys, args));
    },
  };
}

function isFault(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError" &&
    FAULT.test(error.message) && !MOVING.test(error.message);
}
