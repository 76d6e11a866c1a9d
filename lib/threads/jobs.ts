/** The messages between a thread pool and its threads. */

/** A job for a thread. */
export interface Task<Job> {
  job: Job;
}

/** A message from a thread: that it has started, or the outcome of a job. */
export type Message<Result> = "ready" | Outcome<Result>;
export type Outcome<Result> = { result: Result } | { error: string };

/**
 * Called by the script of a thread: replies to each job with the outcome of `work`. The buffer of a result that is a
 * Uint8Array is transferred, not copied.
 */
export function serveJobs<Job, Result>(work: (job: Job) => Result | Promise<Result>): void {
  self.onmessage = async ({ data }: MessageEvent<Task<Job>>) => {
    const outcome = await outcomeOf(() => work(data.job));
    const isBytes = "result" in outcome && outcome.result instanceof Uint8Array;
    const transfer = isBytes ? [(outcome.result as Uint8Array<ArrayBuffer>).buffer] : [];
    self.postMessage(outcome satisfies Message<Result>, { transfer });
  };
  self.postMessage("ready" satisfies Message<Result>);
}

async function outcomeOf<Result>(work: () => Result | Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error: error instanceof Error ? error.stack ?? error.message : String(error) };
  }
}
