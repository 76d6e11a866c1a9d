/** Connections to Redis that fail fast: a request that can't be answered now is refused, never kept waiting. */
import { Cluster, Redis } from "ioredis";
import { Unavailable } from "@/lib/errors.ts";

export type RedisClient = Redis | Cluster;

const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** A connection that owes an answer for so long is dead, even if no one has closed it. */
const SILENCE_MAX_MS = 5_000;
const RECONNECT_MAX_MS = 1_000;
/** A cluster may send a command on to another server, or ask to try again, this often. */
const REDIRECTIONS_MAX = 4;
const TRY_AGAIN_MS = 50;
/** A cluster's slots are asked for again this often, since not every failure tells that they have moved. */
const SLOTS_REFRESH_MS = 1_000;

/**
 * Going out together has its price, which the reading of a snapshot would pay alone: all who want one share a reading.
 */
const pipelining = { enableAutoPipelining: true, autoPipeliningIgnoredCommands: ["mget"] };

/**
 * Connects in the background and again whenever the connection is lost. Commands of one turn of the event loop go out
 * together. A comma list of addresses is a Redis Cluster.
 * @param onError is told of every failed connection; commands meanwhile fail by themselves.
 */
export function connectRedis(urls: string, onError: (error: Error) => void): RedisClient {
  const options = {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MAX_MS,
    maxRetriesPerRequest: 1,
    // A command that waited for a new connection could take effect long after its caller was told that it failed.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
  };
  const retryDelayMs = (attempt: number) => Math.min(50 * attempt, RECONNECT_MAX_MS);
  const list = urls.split(",").map((url) => url.trim());
  const redis = list.length === 1
    ? new Redis(list[0], {
      ...options,
      ...pipelining,
      retryStrategy: retryDelayMs,
      // The server follows another now; the address may lead to that one.
      reconnectOnError: (error) => error.message.startsWith("READONLY"),
    })
    : new Cluster(list, {
      redisOptions: options,
      ...pipelining,
      enableOfflineQueue: false,
      clusterRetryStrategy: retryDelayMs,
      maxRedirections: REDIRECTIONS_MAX,
      retryDelayOnTryAgain: TRY_AGAIN_MS,
      slotsRefreshInterval: SLOTS_REFRESH_MS,
      // Else a command whose connection closed is sent again, even one whose caller was told that it timed out.
      retryDelayOnFailover: 0,
    });
  redis.on("error", onError);
  return redis;
}

/**
 * A function that waits until the connection is ready, at most `waitMs`. All who wait share one wait.
 * @throws {Unavailable} when it is not ready in time.
 */
export function readiness(redis: RedisClient, waitMs: number): () => Promise<void> {
  let waiting: Promise<void> | null = null;
  const wait = () =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        redis.off("ready", done);
        reject(new Unavailable("there is no connection to Redis"));
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
