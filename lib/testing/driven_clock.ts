/** A clock that a test advances, for code that waits on the runtime's timers. */

export interface DrivenClock extends Disposable {
  /** Advances the clock by `ms` milliseconds, firing the timers that become due. */
  advance(ms: number): void;
}

interface Timer {
  at: number;
  /** Null for a timer that fires once. */
  everyMs: number | null;
  fire(): void;
}

type Call = (...args: unknown[]) => unknown;

/**
 * Takes over `performance.now()` and all new timers of exactly `delayMs` until it is disposed. Timers with any other
 * delay run as usual, so that unrelated code continues.
 */
export function driveClock(delayMs: number): DrivenClock {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const now = performance.now;
  const timers = new Map<unknown, Timer>();
  // A whole number, so that whole delays add up to exactly their limit.
  let nowMs = Math.ceil(performance.now());

  const setting =
    (real: unknown, isRepeated: boolean) =>
    (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      if (ms !== delayMs) return (real as Call)(call, ms, ...args);
      const id = {};
      timers.set(id, { at: nowMs + ms, everyMs: isRepeated ? ms : null, fire: () => call(...args) });
      return id;
    };
  const clearing = (real: unknown) => (id: unknown) => void (timers.delete(id) || (real as Call)(id));
  Object.assign(globalThis, {
    setTimeout: setting(setTimeout, false),
    setInterval: setting(setInterval, true),
    clearTimeout: clearing(clearTimeout),
    clearInterval: clearing(clearInterval),
  });
  performance.now = () => nowMs;

  return {
    advance(ms) {
      const end = nowMs + ms;
      for (;;) {
        const next = [...timers].filter(([, { at }]) =>
          at <= end
        ).sort(([, one], [, other]) => one.at - other.at)[0];
        if (!next) break;
        const [id, timer] = next;
        nowMs = timer.at;
        if (timer.everyMs === null) timers.delete(id);
        else timer.at += timer.everyMs;
        timer.fire();
      }
      nowMs = end;
    },
    [Symbol.dispose]() {
      Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
      performance.now = now;
    },
  };
}
