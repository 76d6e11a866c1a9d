/** Kicks that reach every process on one Redis, so that a commit wakes listeners in any process. */
import type { Cluster, Redis } from "ioredis";
import { throttle } from "@/lib/throttle.ts";
import { type Committed, createKicks, EVERYTHING, type Kicks } from "./kicks.ts";

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
  subscriber.on("message", (to: string, text: string) => {
    const [from, ...what] = text.split(" ");
    if (to === channel && from !== sender) local.kick(what as Committed[]);
  });

  const unsent = new Set<Committed>();
  const publishing = throttle(() => {
    publisher.publish(channel, [sender, ...unsent].join(" ")).catch(onError);
    unsent.clear();
  }, restMs);

  return {
    onKick: local.onKick,
    kick(what = EVERYTHING) {
      if (what.length === 0) return;
      local.kick(what);
      for (const one of what) unsent.add(one);
      publishing.request();
    },
    stop: () => void publishing.stop(),
  };
}
