/** Time that passes by hand, for what waits with the timers of the runtime. */

export interface DrivenClock extends Disposable {
  /** Lets that much time pass, milliseconds: what is due is called. */
  advance(ms: number): void;
}

interface Timer {
  at: number;
  /** Null: rings once. */
  everyMs: number | null;
  ring(): void;
}

type Call = (...args: unknown[]) => unknown;

/**
 * Stops `performance.now()` and timers of exactly `delayMs`, set from now on, until it is disposed. Timers of any other
 * delay run as ever, so that what the test is not about goes on.
 */
export function driveClock(delayMs: number): DrivenClock {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const now = performance.now;
  const timers = new Map<unknown, Timer>();
  // Whole, so that what is added up to a limit reaches it.
  let nowMs = Math.ceil(performance.now());

  const setting =
    (real: unknown, isRepeated: boolean) =>
    (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      if (ms !== delayMs) return (real as Call)(call, ms, ...args);
      const id = {};
      timers.set(id, { at: nowMs + ms, everyMs: isRepeated ? ms : null, ring: () => call(...args) });
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
        timer.ring();
      }
      nowMs = end;
    },
    [Symbol.dispose]() {
      Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
      performance.now = now;
    },
  };
}
