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

const KEPT_MAX = 500;
const KEPT_BYTES_MAX = 32 * 1024 * 1024;

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
  readonly #printed = new BoundedMap<string, Pdf>(KEPT_MAX, {
    of: (pdf) => pdf.byteLength,
    max: KEPT_BYTES_MAX,
  });
  /** PDFs being rendered, so that concurrent requests share one. */
  readonly #making = new Map<string, Promise<Pdf>>();

  constructor(renderer: PdfRenderer = pdfRendererInThread()) {
    this.#renderer = renderer;
  }

  /**
   * The tickets of a confirmed booking; see `ticketsPdf`. A change to anything printed, such as the date, makes a new
   * PDF.
   * @throws {Unavailable} if too many are being rendered
   */
  async print(booking: PrintedBooking, event: PrintedEvent, locale: string): Promise<Pdf> {
    const job = jobOf(booking, event, locale);
    const key = createHash("sha256").update(JSON.stringify(job)).digest("base64");
    const kept = this.#printed.get(key);
    if (kept) return kept;
    let making = this.#making.get(key);
    if (!making) {
      making = this.#renderer.run(job).finally(() => this.#making.delete(key));
      this.#making.set(key, making);
    }
    const pdf = await making;
    this.#printed.set(key, pdf);
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
