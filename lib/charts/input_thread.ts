/** The thread that reads and checks charts: see `input.ts`. */
import { serveJobs } from "@/lib/threads/jobs.ts";
import { type ChartJob, checkDrawing, type CheckJob, readChartBody } from "./input.ts";

serveJobs((job: ChartJob | CheckJob) => "bytes" in job ? readChartBody(job) : checkDrawing(job));
