/** Tickets as PDFs, rendered in a worker thread and cached by their content. */
import { createHash } from "node:crypto";
import { BoundedMap } from "@/lib/bounded_map.ts";
import { ThreadPool } from "@/lib/threads/thread_pool.ts";
import type { PrintedBooking, PrintedEvent } from "./pdf.ts";

/** Exactly what is printed. */
export interface PrintJob {
  booking: PrintedBooking;
  event: PrintedEvent;
  locale: string;
}

type Pdf = Uint8Array<ArrayBuffer>;

/** Renders PDFs: a thread pool, or a test double. */
export interface PdfRenderer {
  run(job: PrintJob): Promise<Pdf>;
  close(): void;
}

const CACHED_MAX = 500;
const CACHED_BYTES_MAX = 32 * 1024 * 1024;

/** A thread that may read only its fonts and HarfBuzz, and do nothing else. */
function pdfRendererInThread(): PdfRenderer {
  return new ThreadPool<PrintJob, Pdf>({
    script: new URL("./pdf_thread.ts", import.meta.url),
    permissions: { read: [new URL("../../node_modules/", import.meta.url)] },
    threads: 1,
    waitingMax: 100,
    deadlineMs: 30_000,
  });
}

export class TicketPrinter {
  readonly #renderer: PdfRenderer;
  readonly #cached = new BoundedMap<string, Pdf>(CACHED_MAX, {
    of: (pdf) => pdf.byteLength,
    max: CACHED_BYTES_MAX,
  });
  /** PDFs being rendered, so that concurrent requests share one. */
  readonly #rendering = new Map<string, Promise<Pdf>>();

  constructor(renderer: PdfRenderer = pdfRendererInThread()) {
    this.#renderer = renderer;
  }

  /**
   * The tickets of a confirmed booking; see `ticketsPdf`. A change to anything printed, such as the date, yields
   * a new PDF.
   * @throws {Unavailable} if too many are being rendered
   */
  async print(booking: PrintedBooking, event: PrintedEvent, locale: string): Promise<Pdf> {
    const job = jobOf(booking, event, locale);
    const key = createHash("sha256").update(JSON.stringify(job)).digest("base64");
    const cached = this.#cached.get(key);
    if (cached) return cached;
    let rendering = this.#rendering.get(key);
    if (!rendering) {
      rendering = this.#renderer.run(job).finally(() => this.#rendering.delete(key));
      this.#rendering.set(key, rendering);
    }
    const pdf = await rendering;
    this.#cached.set(key, pdf);
    return pdf;
  }

  close(): void {
    this.#renderer.close();
  }
}

function jobOf(booking: PrintedBooking, event: PrintedEvent, locale: string): PrintJob {
  const { code, createdAt, currency, seats, tickets } = booking;
  const { title, startsAt, doorsAt, venue, zones, changes } = event;
  return {
    booking: { code, createdAt, currency, seats, tickets },
    event: { title, startsAt, doorsAt, venue, zones, changes },
    locale,
  };
}
