import { serveJobs } from "@/lib/threads/jobs.ts";
import { importChart } from "./import.ts";

serveJobs(importChart);
