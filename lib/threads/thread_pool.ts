/** A pool of a few threads for work that would block the event loop. */
import { Unavailable } from "@/lib/errors.ts";
import type { Message, Task } from "./jobs.ts";

export interface ThreadPoolOptions {
  /** A module that calls `serveJobs`. */
  script: URL;
  /** The permissions of the script; it inherits none from the process. */
  permissions: Deno.PermissionOptions;
  threads: number;
  /** The most jobs that may wait; more are rejected at once. */
  waitingMax: number;
  /** For waiting, and again for the work. A thread that takes longer is terminated if `mayEndBusy` allows it. */
  deadlineMs: number;
  /**
   * Whether a busy thread may be terminated; true by default. Terminating native code crashes the process, so such
   * threads finish jobs that nobody waits for any longer, and must limit their own running time.
   */
  mayEndBusy?: boolean;
}

/** A thread that has not started within this time never will. */
const START_MS_MAX = 60_000;

interface Ask<Job, Result> {
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
  readonly #running = new Map<Worker, Ask<Job, Result>>();
  readonly #waiting: Ask<Job, Result>[] = [];
  /** Set while closing waits for busy threads. */
  #finished: PromiseWithResolvers<void> | undefined;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /**
   * Runs a job in a thread. `transfer` is moved there, not copied.
   * @throws {Unavailable} if too many jobs wait or this one takes too long; Error with the thread's stack if it fails
   */
  run(job: Job, transfer: Transferable[] = []): Promise<Result> {
    const { threads, waitingMax, deadlineMs } = this.#options;
    if (this.#running.size >= threads && this.#waiting.length >= waitingMax) {
      return Promise.reject(new Unavailable("too many jobs wait for a thread"));
    }
    const ask: Ask<Job, Result> = { job, transfer, result: Promise.withResolvers<Result>() };
    this.#giveUpAfter(deadlineMs, ask);
    this.#waiting.push(ask);
    this.#startNext();
    return ask.result.promise;
  }

  /** Terminates the threads; unfinished jobs fail. Busy threads that may not be terminated finish their job first. */
  async close(): Promise<void> {
    for (const ask of this.#waiting.splice(0)) this.#fail(ask, new Unavailable("the threads have ended"));
    for (const [thread, ask] of [...this.#running]) {
      if (this.#options.mayEndBusy !== false) this.#drop(thread);
      this.#fail(ask, new Unavailable("the threads have ended"));
    }
    if (this.#running.size > 0) await (this.#finished = Promise.withResolvers()).promise;
    for (const thread of this.#idle.splice(0)) thread.terminate();
  }

  #startNext(): void {
    if (this.#running.size >= this.#options.threads) return;
    const ask = this.#waiting.shift();
    if (!ask) return;
    const idle = this.#idle.pop();
    const thread = ask.thread = idle ?? this.#start();
    this.#running.set(thread, ask);
    if (idle) this.#send(thread, ask);
    else this.#giveUpAfter(START_MS_MAX, ask);
  }

  #send(thread: Worker, ask: Ask<Job, Result>): void {
    this.#giveUpAfter(this.#options.deadlineMs, ask);
    thread.postMessage({ job: ask.job } satisfies Task<Job>, ask.transfer);
  }

  #start(): Worker {
    const { script, permissions } = this.#options;
    const thread = new Worker(script, { type: "module", deno: { permissions } } as WorkerOptions);
    thread.onmessage = ({ data }: MessageEvent<Message<Result>>) => {
      const ask = this.#running.get(thread);
      if (!ask) return;
      // Before that it has no listener: messages sent while its modules load would be lost.
      if (data === "ready") return this.#send(thread, ask);
      this.#running.delete(thread);
      this.#idle.push(thread);
      if (this.#running.size === 0) this.#finished?.resolve();
      if ("result" in data) this.#finish(ask, () => ask.result.resolve(data.result));
      else this.#fail(ask, new Error(data.error));
      this.#startNext();
    };
    thread.onerror = (event) => {
      // The job rejects with the error; unhandled, it would end the process.
      event.preventDefault();
      const ask = this.#running.get(thread);
      this.#drop(thread);
      if (this.#running.size === 0) this.#finished?.resolve();
      if (ask) this.#fail(ask, new Error(event.message));
      this.#startNext();
    };
    return thread;
  }

  #giveUpAfter(ms: number, ask: Ask<Job, Result>): void {
    clearTimeout(ask.timer);
    ask.timer = setTimeout(() => this.#giveUp(ask), ms);
  }

  #giveUp(ask: Ask<Job, Result>): void {
    if (!ask.thread) this.#waiting.splice(this.#waiting.indexOf(ask), 1);
    else if (this.#options.mayEndBusy !== false) this.#drop(ask.thread);
    this.#fail(ask, new Unavailable("a job took too long"));
    this.#startNext();
  }

  #drop(thread: Worker): void {
    thread.terminate();
    this.#running.delete(thread);
    if (this.#idle.includes(thread)) this.#idle.splice(this.#idle.indexOf(thread), 1);
  }

  #fail(ask: Ask<Job, Result>, error: Error): void {
    this.#finish(ask, () => ask.result.reject(error));
  }

  #finish(ask: Ask<Job, Result>, reply: () => void): void {
    clearTimeout(ask.timer);
    reply();
  }
}
