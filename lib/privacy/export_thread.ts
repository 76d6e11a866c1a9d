/** The thread that prints exports: see `export_printer.ts`. */
import { serveJobs } from "@/lib/threads/jobs.ts";
import { exportPdf } from "./export_pdf.ts";
import type { ExportJob } from "./export_printer.ts";

serveJobs(({ data, locale }: ExportJob) => exportPdf(data, locale));
