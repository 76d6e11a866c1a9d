/** A thread for tests. */
import { serveJobs } from "../jobs.ts";

export type TestJob =
  | { double: number }
  /** Blocks until another thread writes 1 here. */
  | { wait: SharedArrayBuffer }
  | { fail: string }
  /** Attempts something that needs a permission. */
  | { reach: "file" | "network" };

serveJobs(async (job: TestJob) => {
  if ("double" in job) return job.double * 2;
  if ("fail" in job) throw new Error(job.fail);
  if ("wait" in job) {
    const cell = new Int32Array(job.wait);
    Atomics.store(cell, 1, 1);
    Atomics.notify(cell, 1);
    return Atomics.wait(cell, 0, 0);
  }
  if (job.reach === "file") return await Deno.readTextFile("/etc/hostname");
  return Deno.listen({ port: 0 }).addr.transport;
});
