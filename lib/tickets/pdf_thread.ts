/** The thread that prints tickets: see `ticket_printer.ts`. */
import { serveJobs } from "@/lib/threads/jobs.ts";
import { ticketsPdf } from "./pdf.ts";
import type { PrintJob } from "./ticket_printer.ts";

serveJobs(({ booking, event, locale }: PrintJob) => ticketsPdf(booking, event, locale));
