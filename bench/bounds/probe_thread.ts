/** The thread of a probe: see `probe.ts`. */
import { serveJobs } from "@/lib/threads/jobs.ts";
import type { Latencies, ProbeJob } from "./probe.ts";

const PAUSE_MS = 2;

serveJobs(async ({ url, stop }: ProbeJob): Promise<Latencies> => {
  const stopped = new Int32Array(stop);
  const latencies: number[] = [];
  while (Atomics.load(stopped, 0) === 0) {
    const sentAt = performance.now();
    const response = await fetch(`${url}/healthz`);
    await response.text();
    latencies.push(performance.now() - sentAt);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return Float64Array.from(latencies).sort();
});
