/** Kicks that reach every process on one Redis, so that whoever waits is woken by a commit wherever it was made. */
import type { Cluster, Redis } from "ioredis";
import { createKicks, type Kicks } from "./kicks.ts";

/** Kicks within this time of the last one go out together. */
const REST_MS = 5;

export interface RedisKicksOptions {
  publisher: Redis | Cluster;
  /** A connection that does nothing else, as Redis requires. */
  subscriber: Redis | Cluster;
  /** Called when a message could not be sent or listened for. */
  onError: (error: Error) => void;
  /** Processes on the same channel wake each other. */
  channel?: string;
}

/**
 * Local listeners are called at once, those of other processes by a message. A message may be lost, for instance while
 * Redis restarts: then they wait for their next poll, as they would without Redis. `stop` leaves the connections open.
 */
export function redisKicks(
  { publisher, subscriber, onError, channel = "aisle:kick" }: RedisKicksOptions,
): Kicks & { stop(): void } {
  const local = createKicks();
  const sender = crypto.randomUUID();
  const subscribe = () => void subscriber.subscribe(channel).catch(onError);
  subscriber.on("ready", subscribe);
  if (subscriber.status === "ready") subscribe();
  subscriber.on("message", (_channel: string, from: string) => {
    if (from !== sender) local.kick();
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  function publish(): void {
    if (timer !== undefined) {
      again = true;
      return;
    }
    publisher.publish(channel, sender).catch(onError);
    timer = setTimeout(() => {
      timer = undefined;
      if (!again) return;
      again = false;
      publish();
    }, REST_MS);
  }

  return {
    onKick: local.onKick,
    kick() {
      local.kick();
      publish();
    },
    stop: () => clearTimeout(timer),
  };
}
