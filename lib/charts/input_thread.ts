/** The thread that reads charts: see `input.ts`. */
import { serveJobs } from "@/lib/threads/jobs.ts";
import { readChartBody } from "./input.ts";

serveJobs(readChartBody);
