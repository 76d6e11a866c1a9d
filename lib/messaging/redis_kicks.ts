/** Kicks that reach every process on one Redis, so that a commit wakes listeners in any process. */
import type { Cluster, Redis } from "ioredis";
import { createKicks, type Kicks } from "./kicks.ts";

const REST_MS = 5;

export interface RedisKicksOptions {
  publisher: Redis | Cluster;
  /** A dedicated connection, as Redis requires. */
  subscriber: Redis | Cluster;
  /** Called when publishing or subscribing fails. */
  onError: (error: Error) => void;
  /** Processes on the same channel wake each other. */
  channel: string;
  /** Kicks within this time of the last message are sent as one. */
  restMs?: number;
}

/**
 * Calls local listeners at once, and those of other processes through a message. If a message is lost, for instance
 * while Redis restarts, they wait for their next poll, as they would without Redis. `stop` leaves the connections open.
 */
export function redisKicks(
  { publisher, subscriber, onError, channel, restMs = REST_MS }: RedisKicksOptions,
): Kicks & { stop(): void } {
  const local = createKicks();
  const sender = crypto.randomUUID();
  const subscribe = () => void subscriber.subscribe(channel).catch(onError);
  subscriber.on("ready", subscribe);
  if (subscriber.status === "ready") subscribe();
  subscriber.on("message", (to: string, from: string) => {
    if (to === channel && from !== sender) local.kick();
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
    }, restMs);
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
