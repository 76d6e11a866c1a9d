// Before all others: see there.
import "./quiet_console.ts";
import { serveJobs } from "@/lib/threads/jobs.ts";
import { importChart } from "./import.ts";

serveJobs(importChart);
