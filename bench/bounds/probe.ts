/** Requests `/healthz` repeatedly, from a separate thread that the bench's own work does not delay. */
import { ThreadPool } from "@/lib/threads/thread_pool.ts";

/** The server's URL, and a flag that is set to 1 to stop. */
export interface ProbeJob {
  url: string;
  stop: SharedArrayBuffer;
}

/** The latencies of all responses in milliseconds, ascending. */
export type Latencies = Float64Array<ArrayBuffer>;

export class Probe {
  readonly #pool = new ThreadPool<ProbeJob, Latencies>({
    script: new URL("./probe_thread.ts", import.meta.url),
    permissions: { net: true },
    threads: 1,
    waitingMax: 0,
    deadlineMs: 60_000,
  });

  /** How long `/healthz` takes while `work` runs, and for a moment before and after. */
  async during(url: string, work: () => Promise<unknown>): Promise<Latencies> {
    const stop = new SharedArrayBuffer(4);
    const running = this.#pool.run({ url, stop });
    await new Promise((resolve) => setTimeout(resolve, 100));
    try {
      await work();
    } finally {
      Atomics.store(new Int32Array(stop), 0, 1);
      await running;
    }
    return await running;
  }

  close(): void {
    this.#pool.close();
  }
}
