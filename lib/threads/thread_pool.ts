/** A pool of a few threads for work that would block the event loop. */
import { Unavailable } from "@/lib/errors.ts";
import type { Message, Task } from "./jobs.ts";

export interface ThreadPoolOptions {
  /** A module that calls `serveJobs`. */
  script: URL;
  /** The permissions of the script; it inherits none from the process. */
  permissions: Deno.PermissionOptions;
  threads: number;
  /** The maximum number of waiting jobs; more are rejected at once. */
  waitingMax: number;
  /** For waiting, and again for running. A thread that takes longer is terminated if `mayEndBusy` allows it. */
  deadlineMs: number;
  /**
   * Whether a busy thread may be terminated; true by default. Terminating a thread in native code crashes the process,
   * so such threads finish jobs that nobody waits for any longer, and must limit their own running time.
   */
  mayEndBusy?: boolean;
}

/** A thread that has not started within this time never will. */
const START_MS_MAX = 60_000;

interface PendingJob<Job, Result> {
  job: Job;
  transfer: Transferable[];
  result: PromiseWithResolvers<Result>;
  timer?: ReturnType<typeof setTimeout>;
  thread?: Worker;
}

/** Threads start when first needed, run one job at a time, and live until {@link close}. */
export class ThreadPool<Job, Result> {
  readonly #options: ThreadPoolOptions;
  readonly #idle: Worker[] = [];
  readonly #running = new Map<Worker, PendingJob<Job, Result>>();
  readonly #waiting: PendingJob<Job, Result>[] = [];
  /** Set while closing waits for busy threads. */
  #finished: PromiseWithResolvers<void> | undefined;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /**
   * Runs a job in a thread. `transfer` is moved there, not copied.
   * @throws {Unavailable} if too many jobs are waiting or it takes too long; Error with the thread's stack if it fails
   */
  run(job: Job, transfer: Transferable[] = []): Promise<Result> {
    const { threads, waitingMax, deadlineMs } = this.#options;
    if (this.#running.size >= threads && this.#waiting.length >= waitingMax) {
      return Promise.reject(new Unavailable("too many jobs are waiting for a thread"));
    }
    const pending: PendingJob<Job, Result> = { job, transfer, result: Promise.withResolvers<Result>() };
    this.#giveUpAfter(deadlineMs, pending);
    this.#waiting.push(pending);
    this.#startNext();
    return pending.result.promise;
  }

  /** Terminates the threads; unfinished jobs fail. Busy threads that may not be terminated finish their job first. */
  async close(): Promise<void> {
    for (const pending of this.#waiting.splice(0)) {
      this.#fail(pending, new Unavailable("the threads have ended"));
    }
    for (const [thread, pending] of [...this.#running]) {
      if (this.#options.mayEndBusy !== false) this.#drop(thread);
      this.#fail(pending, new Unavailable("the threads have ended"));
    }
    if (this.#running.size > 0) await (this.#finished = Promise.withResolvers()).promise;
    for (const thread of this.#idle.splice(0)) thread.terminate();
  }

  #startNext(): void {
    if (this.#running.size >= this.#options.threads) return;
    const pending = this.#waiting.shift();
    if (!pending) return;
    const idle = this.#idle.pop();
    const thread = pending.thread = idle ?? this.#start();
    this.#running.set(thread, pending);
    if (idle) this.#send(thread, pending);
    else this.#giveUpAfter(START_MS_MAX, pending);
  }

  #send(thread: Worker, pending: PendingJob<Job, Result>): void {
    this.#giveUpAfter(this.#options.deadlineMs, pending);
    thread.postMessage({ job: pending.job } satisfies Task<Job>, pending.transfer);
  }

  #start(): Worker {
    const { script, permissions } = this.#options;
    const thread = new Worker(script, { type: "module", deno: { permissions } } as WorkerOptions);
    thread.onmessage = ({ data }: MessageEvent<Message<Result>>) => {
      const pending = this.#running.get(thread);
      if (!pending) return;
      // Before this message the thread has no listener: messages sent while its modules load would be lost.
      if (data === "ready") return this.#send(thread, pending);
      this.#running.delete(thread);
      this.#idle.push(thread);
      if (this.#running.size === 0) this.#finished?.resolve();
      if ("result" in data) this.#finish(pending, () => pending.result.resolve(data.result));
      else this.#fail(pending, new Error(data.error));
      this.#startNext();
    };
    thread.onerror = (event) => {
      // The job rejects with the error; unhandled, it would end the process.
      event.preventDefault();
      const pending = this.#running.get(thread);
      this.#drop(thread);
      if (this.#running.size === 0) this.#finished?.resolve();
      if (pending) this.#fail(pending, new Error(event.message));
      this.#startNext();
    };
    return thread;
  }

  #giveUpAfter(ms: number, pending: PendingJob<Job, Result>): void {
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => this.#giveUp(pending), ms);
  }

  #giveUp(pending: PendingJob<Job, Result>): void {
    if (!pending.thread) this.#waiting.splice(this.#waiting.indexOf(pending), 1);
    else if (this.#options.mayEndBusy !== false) this.#drop(pending.thread);
    this.#fail(pending, new Unavailable("a job took too long"));
    this.#startNext();
  }

  #drop(thread: Worker): void {
    thread.terminate();
    this.#running.delete(thread);
    if (this.#idle.includes(thread)) this.#idle.splice(this.#idle.indexOf(thread), 1);
  }

  #fail(pending: PendingJob<Job, Result>, error: Error): void {
    this.#finish(pending, () => pending.result.reject(error));
  }

  #finish(pending: PendingJob<Job, Result>, reply: () => void): void {
    clearTimeout(pending.timer);
    reply();
  }
}
