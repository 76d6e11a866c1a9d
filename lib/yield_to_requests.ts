import { setTimeout } from "node:timers/promises";

/**
 * To be awaited between two steps of long work, so that requests that have come meanwhile are served. It is a timer because
 * the runtime goes on after `setImmediate` without looking for requests.
 */
export function yieldToRequests(): Promise<void> {
  return setTimeout(0);
}
