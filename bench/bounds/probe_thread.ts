/** The thread of a probe: see `probe.ts`. */
import { serveJobs } from "@/lib/threads/jobs.ts";
import type { Latencies, ProbeJob } from "./probe.ts";

const PAUSE_MS = 2;

serveJobs(async ({ url, stop }: ProbeJob): Promise<Latencies> => {
  const enough = new Int32Array(stop);
  const latencies: number[] = [];
  while (Atomics.load(enough, 0) === 0) {
    const askedAt = performance.now();
    const response = await fetch(`${url}/healthz`);
    await response.text();
    latencies.push(performance.now() - askedAt);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return Float64Array.from(latencies).sort();
});
