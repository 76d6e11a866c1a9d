import type { Logger } from "@/lib/observability/log.ts";

/** Background work that repeats until it is stopped. */
export interface Loop {
  /** Runs the next step at once instead of after the pause. */
  kick(): void;
  /** Lets the step in hand finish. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  /** One step. True when there is more to do right away. */
  step: () => Promise<boolean>;
  /** Pause after a step that found nothing; it doubles from `min` to `max` while nothing comes. */
  idleMs: { min: number; max: number };
  logger: Logger;
}

/** The pause after a step that threw doubles up to this. */
const FAILURE_PAUSE_MAX_MS = 5_000;

/** Repeats a step: at once while there is work, after a pause when there is none, later and later while it throws. */
export function startLoop({ name, step, idleMs, logger }: LoopOptions): Loop {
  let stopped = false;
  let kicked = false;
  let wake = () => {};
  let pauseMs = idleMs.min;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    let failures = 0;
    while (!stopped) {
      kicked = false;
      let more = false;
      try {
        more = await step();
        failures = 0;
      } catch (error) {
        failures++;
        logger.error(`${name} failed and will be repeated`, { error });
      }
      if (stopped || more || (kicked && failures === 0)) {
        pauseMs = idleMs.min;
        continue;
      }
      if (failures > 0) {
        await pause(Math.min(idleMs.min * 2 ** failures, FAILURE_PAUSE_MAX_MS));
      } else {
        await pause(pauseMs);
        pauseMs = kicked ? idleMs.min : Math.min(pauseMs * 2, idleMs.max);
      }
    }
  };
  const running = run();

  return {
    kick() {
      kicked = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
