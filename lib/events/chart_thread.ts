/** The thread that reads charts: see `chart_input.ts`. */
import { serveJobs } from "@/lib/threads/jobs.ts";
import { readChartBody } from "./chart_input.ts";

serveJobs(readChartBody);
