/** Imports charts in a thread, one at a time: a large file would block the event loop, and a hostile one all threads. */
import { ThreadPool } from "@/lib/threads/thread_pool.ts";
import type { ImportJob, ImportResult } from "./import.ts";

const DEADLINE_MS = 3_000;

export class ChartImporter {
  readonly #pool = new ThreadPool<ImportJob, ImportResult>({
    script: new URL("./import_thread.ts", import.meta.url),
    permissions: "none",
    threads: 1,
    waitingMax: 4,
    deadlineMs: DEADLINE_MS,
  });

  /** Imports a file. @throws {Unavailable} if it takes longer than three seconds */
  async run(job: ImportJob): Promise<ImportResult> {
    return await this.#pool.run(job);
  }

  close(): void {
    this.#pool.close();
  }
}
