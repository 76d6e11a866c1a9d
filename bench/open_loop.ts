/** Arrivals that, like buyers, do not wait for each other: a system that falls behind gets as many as before. */
import { setTimeout as delay } from "node:timers/promises";

/** How often the visits that are due are started. */
const TICK_MS = 2;

/** Starts `count` visits, evenly spaced, `rate` a second. Resolves when the last has started. */
export async function arrive(rate: number, count: number, start: (n: number) => void): Promise<void> {
  const startedAt = performance.now();
  for (let n = 0; n < count;) {
    const due = Math.min(count, Math.floor((performance.now() - startedAt) / 1000 * rate) + 1);
    while (n < due) start(n++);
    if (n < count) await delay(TICK_MS);
  }
}
