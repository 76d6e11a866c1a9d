import { setTimeout } from "node:timers/promises";

/**
 * Await this between two steps of long work, so that requests that have arrived meanwhile are served. It uses a timer
 * because the runtime continues after `setImmediate` without polling for requests.
 */
export function yieldToRequests(): Promise<void> {
  return setTimeout(0);
}
