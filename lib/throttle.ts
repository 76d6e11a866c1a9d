/** Work that is requested more often than it should run. */
export interface Throttle {
  /** Runs the work now, or at the end of the rest if it is resting. */
  request(): void;
  /** Ends the rest without running. Returns whether the work was still to run. */
  stop(): boolean;
}

/** Runs `work` when it is requested, then rests for `restMs`; requests during a rest become a single run at its end. */
export function throttle(work: () => void, restMs: number): Throttle {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRequested = false;

  function request(): void {
    isRequested = true;
    if (timer === undefined) run();
  }

  function run(): void {
    timer = undefined;
    if (!isRequested) return;
    isRequested = false;
    timer = setTimeout(run, restMs);
    work();
  }

  return {
    request,
    stop() {
      clearTimeout(timer);
      timer = undefined;
      const wasRequested = isRequested;
      isRequested = false;
      return wasRequested;
    },
  };
}
