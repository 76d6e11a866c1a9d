/** Arrivals that, like buyers, do not wait for responses: a system that falls behind still gets as many as before. */
import { setTimeout as delay } from "node:timers/promises";

/** How often due visits are started. */
const TICK_MS = 2;

/** Starts `count` visits, evenly, `rate` a second. Resolves when the last one has started. */
export async function arrive(rate: number, count: number, begin: (n: number) => void): Promise<void> {
  const openedAt = performance.now();
  for (let n = 0; n < count;) {
    const due = Math.min(count, Math.floor((performance.now() - openedAt) / 1000 * rate) + 1);
    while (n < due) begin(n++);
    if (n < count) await delay(TICK_MS);
  }
}
