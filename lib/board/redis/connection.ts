/** Redis connections that fail fast: a command that can't be sent now fails instead of waiting. */
import { Cluster, Redis } from "ioredis";
import { Unavailable } from "@/lib/errors.ts";

export type RedisClient = Redis | Cluster;

const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** A connection that has owed a response for this long is dead, even if nobody has closed it. */
const SILENCE_MAX_MS = 5_000;
const RECONNECT_MAX_MS = 1_000;
/** How many times a cluster may redirect a command or ask for a retry. */
const REDIRECTIONS_MAX = 4;
const TRY_AGAIN_MS = 50;
/** How often a cluster's slots are refreshed, since not every failure reveals that they have moved. */
const SLOTS_REFRESH_MS = 1_000;

/**
 * Connects in the background and reconnects whenever the connection is lost. Commands sent in one turn of the event
 * loop are pipelined. A comma-separated list of URLs denotes a Redis Cluster.
 * @param onError Called for every connection error; commands fail until the connection is back.
 */
export function connectRedis(urls: string, onError: (error: Error) => void): RedisClient {
  const options = {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MAX_MS,
    maxRetriesPerRequest: 1,
    // A command that waited for a new connection could take effect long after it has failed for its caller.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
  };
  const retryDelayMs = (attempt: number) => Math.min(50 * attempt, RECONNECT_MAX_MS);
  const list = urls.split(",").map((url) => url.trim());
  const redis = list.length === 1
    ? new Redis(list[0], {
      ...options,
      enableAutoPipelining: true,
      retryStrategy: retryDelayMs,
      // The server is a replica now; the URL may lead to the new primary.
      reconnectOnError: (error) => error.message.startsWith("READONLY"),
    })
    : new Cluster(list, {
      redisOptions: { ...options, ...credentialsOf(list[0]) },
      enableAutoPipelining: true,
      enableOfflineQueue: false,
      clusterRetryStrategy: retryDelayMs,
      maxRedirections: REDIRECTIONS_MAX,
      retryDelayOnTryAgain: TRY_AGAIN_MS,
      slotsRefreshInterval: SLOTS_REFRESH_MS,
      // Otherwise a command whose connection closed is sent again, even if it has already timed out for its caller.
      retryDelayOnFailover: 0,
    });
  redis.on("error", onError);
  return redis;
}

/** The user, the password and TLS of a URL, for the servers of a cluster that no URL names. */
function credentialsOf(url: string) {
  const { username, password, protocol } = new URL(url);
  return {
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    tls: protocol === "rediss:" ? {} : undefined,
  };
}

/**
 * Returns a function that waits up to `waitMs` until the connection is ready. Concurrent callers share one wait.
 * @throws {Unavailable} if it is not ready in time.
 */
export function readiness(redis: RedisClient, waitMs: number): () => Promise<void> {
  let waiting: Promise<void> | null = null;
  const wait = () =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        redis.off("ready", done);
        reject(new Unavailable("not connected to Redis"));
      }, waitMs);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      redis.once("ready", done);
    });
  return async () => {
    if (redis.status === "ready") return;
    waiting ??= wait().finally(() => waiting = null);
    await waiting;
  };
}
