/** Arrivals that do not wait for answers, as buyers do not: a system that falls behind is met by as many as before. */
import { setTimeout as delay } from "node:timers/promises";

/** How often it looks who is due. */
const TICK_MS = 2;

/** Begins `count` visits, evenly, `rate` a second. Answers when the last one has begun. */
export async function arrive(rate: number, count: number, begin: (n: number) => void): Promise<void> {
  const openedAt = performance.now();
  for (let n = 0; n < count;) {
    const due = Math.min(count, Math.floor((performance.now() - openedAt) / 1000 * rate) + 1);
    while (n < due) begin(n++);
    if (n < count) await delay(TICK_MS);
  }
}
