/** Everything that is asked of Redis goes through here: it waits for the connection and knows what failing means. */
import { Unavailable } from "@/lib/errors.ts";
import { readiness, type RedisClient } from "./connection.ts";
import type { Reply } from "./replies.ts";
import { runScript, type ScriptName } from "./scripts.ts";

/** How long a request waits for a connection that is being made, or for a board that another is building. */
export const SHORT_WAIT_MS = 200;

/** Errors of Redis that mean a fault in a script or its call; all others pass with time. */
const FAULT = /^(ERR|WRONGTYPE|EXECABORT|NOPERM)\b/;
/** A script met a key that is on another server, because a cluster is moving its slot: it has changed nothing. */
const MOVING = /access a non local key/;

export interface BoardStore {
  /** Runs a script, which gets the request as JSON. */
  run(script: ScriptName, keys: string[], request: object): Promise<Reply>;
  /** Runs plain commands. */
  command<T>(work: (redis: RedisClient) => Promise<T>): Promise<T>;
}

/**
 * Both functions throw `Unavailable` when Redis does not answer or can't serve at present.
 * @param clock Tests only: drives the time of the scripts (milliseconds) in place of the server's clock.
 */
export function boardStore(redis: RedisClient, clock?: () => number): BoardStore {
  const ready = readiness(redis, SHORT_WAIT_MS);
  const command: BoardStore["command"] = async (work) => {
    await ready();
    try {
      return await work(redis);
    } catch (error) {
      if (isFault(error)) throw error;
      throw new Unavailable("Redis did not answer", undefined, { cause: error });
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
