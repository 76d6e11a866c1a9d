/**
 * Polls for work: repeats at once while there is some, otherwise after a pause (which grows while there is none), or as
 * soon as it is kicked.
 */
import { backoffMs } from "./backoff.ts";

export interface PollingLoop {
  /** Polls at once. A failing loop waits out its backoff first, so that kicks cannot turn it into a busy loop. */
  kick(): void;
  /** Resolves once the current step has ended; no other begins. */
  stop(): Promise<void>;
}

/** When more work is due. Not a bare number, which could as well be how much was done. */
export interface Due {
  /** In milliseconds; Infinity if none is known. */
  dueInMs: number;
}

export interface PollingOptions {
  /** Does the work that is due. Resolves to true if there may be more, or to when more is due. */
  step: () => Promise<boolean | Due>;
  /** Called when a step has thrown; the step is repeated after a backoff. */
  onFailure: (error: unknown) => void;
  /** The pause when there is nothing to do: from `min`, doubling to `max`. 5 to 50 ms by default. */
  pauseMs?: { min: number; max: number };
  /** The shortest pause after a step that left nothing to do; kicks during it cause a single step. None by default. */
  restMs?: () => number;
  random?: () => number;
}

const PAUSE_MS = { min: 5, max: 50 };

/** Starts the loop; its first step runs at once. */
export function startPolling(
  { step, onFailure, pauseMs: { min, max } = PAUSE_MS, restMs = () => 0, random = Math.random }:
    PollingOptions,
): PollingLoop {
  let stopping = false;
  let kicked = false;
  /** While set, kicks are remembered but do not wake the loop. */
  let resting = false;
  let wake = () => {};

  function nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function rest(ms: number): Promise<void> {
    resting = true;
    await nap(ms);
    resting = false;
  }

  async function run(): Promise<void> {
    let pauseMs = min;
    let failures = 0;
    while (!stopping) {
      kicked = false;
      try {
        const next = await step();
        const more = next === true;
        failures = 0;
        const pause = more || stopping ? 0 : restMs();
        if (pause > 0) await rest(pause);
        if (more || kicked) {
          pauseMs = min;
        } else if (!stopping) {
          await nap(typeof next === "object" ? Math.min(next.dueInMs, pauseMs) : pauseMs);
          pauseMs = kicked ? min : Math.min(pauseMs * 2, max);
        }
      } catch (error) {
        failures++;
        onFailure(error);
        if (stopping) return;
        await rest(backoffMs(failures, random));
      }
    }
  }

  const running = run();
  return {
    kick() {
      kicked = true;
      if (!resting) wake();
    },
    async stop() {
      stopping = true;
      wake();
      await running;
    },
  };
}
