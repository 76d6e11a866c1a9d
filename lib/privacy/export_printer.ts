import { ThreadPool } from "@/lib/threads/thread_pool.ts";
import type { PrintedData } from "./export_pdf.ts";

export interface ExportJob {
  data: PrintedData;
  locale: string;
}

/** Prints exports in a thread of their own, so that no ticket waits for one. Nothing is kept. */
export class ExportPrinter {
  readonly #pool = new ThreadPool<ExportJob, Uint8Array<ArrayBuffer>>({
    script: new URL("./export_thread.ts", import.meta.url),
    permissions: { read: [new URL("../../node_modules/", import.meta.url)] },
    threads: 1,
    waitingMax: 20,
    deadlineMs: 60_000,
  });

  /** See `exportPdf`. @throws {Unavailable} if too many are waiting */
  print(data: PrintedData, locale: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#pool.run({ data, locale });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
