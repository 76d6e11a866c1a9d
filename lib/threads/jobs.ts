/** What a pool of threads and its threads send each other. */

/** A job for a thread. */
export interface Task<Job> {
  job: Job;
}

/** What a thread says: that it has started, and what became of each job. */
export type Message<Result> = "ready" | Outcome<Result>;
export type Outcome<Result> = { result: Result } | { error: string };

/**
 * To be called by the script of a thread: answers each job with what `work` makes of it. Buffers of results are moved, not
 * copied.
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
