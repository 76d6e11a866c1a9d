/** Counts in memory the recently abandoned holds of one event, for its cool-downs. */
import { COOL_DOWN_MS, type CoolDown } from "./board.ts";

export class CoolDowns {
  /** By key: when its latest holds were abandoned, ascending. The keys that changed last come last. */
  readonly #times = new Map<string, number[]>();

  /** Counts a hold that was abandoned at `time`, which may be before `now`. */
  countAbandoned(coolDowns: readonly CoolDown[], time: number, now: number): void {
    for (const [key, times] of this.#times) {
      if (times.at(-1)! + COOL_DOWN_MS > now) break;
      this.#times.delete(key);
    }
    for (const { key, holds } of coolDowns) {
      const times = [...this.#times.get(key) ?? [], time].sort((a, b) => a - b);
      this.#times.delete(key);
      this.#times.set(key, times.slice(-1 - holds));
    }
  }

  /** How many milliseconds a buyer with these cool-downs still has to wait; 0 if not at all. */
  waitMs(coolDowns: readonly CoolDown[], now: number): number {
    const waits = coolDowns.map(({ key, holds }) => {
      const oldest = this.#times.get(key)?.at(-1 - holds);
      return oldest === undefined ? 0 : oldest + COOL_DOWN_MS - now;
    });
    return Math.max(0, ...waits);
  }
}
