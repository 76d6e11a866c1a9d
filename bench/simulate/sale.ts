/**
 * Simulates an on-sale over the public API: each buyer arrives at their own time, whether or not others have been
 * served.
 */
import { Connections } from "./connections.ts";
import { Journal, type Outcome } from "./journal.ts";
import type { Caller, Sale } from "./prepare.ts";
import { Visit } from "./visit.ts";

export interface SaleOptions {
  url: string;
  sale: Sale;
  /** For each buyer, milliseconds after the sale opens. */
  arrivalsMs: number[];
  /** For each buyer. */
  callers: Caller[];
  /** What buyer `n` does. */
  buy(visit: Visit, n: number): Promise<Outcome>;
}

/** Runs all buyers; resolves when the last one has left. */
export async function playSale({ url, sale, arrivalsMs, callers, buy }: SaleOptions): Promise<Journal> {
  const journal = new Journal();
  const connections = new Connections(url);
  const openedAtMs = performance.now();
  const stopWatching = recordOwnDelay(journal);
  try {
    await Promise.all(arrivalsMs.map(async (arrivesAtMs, n) => {
      await pause(arrivesAtMs);
      const visit = new Visit({ sale, connections, journal, openedAtMs }, callers[n], n);
      const outcome = await buy(visit, n).catch((error): Outcome => {
        journal.failed(error);
        return "failed";
      });
      journal.ended(outcome);
      journal.took("a whole visit", performance.now() - openedAtMs - arrivesAtMs);
    }));
    return journal;
  } finally {
    stopWatching();
    connections.close();
  }
}

/** How often the load checks whether its timers are late. */
const CHECK_MS = 10;

/**
 * Records by how much this process is late, until the returned function is called: it may have sent requests and read
 * responses as late, which is not the product's doing.
 */
function recordOwnDelay(journal: Journal): () => void {
  let dueAtMs = performance.now() + CHECK_MS;
  const timer = setInterval(() => {
    const atMs = performance.now();
    journal.took("the load's own delay", Math.max(0, atMs - dueAtMs));
    dueAtMs = atMs + CHECK_MS;
  }, CHECK_MS);
  return () => clearInterval(timer);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
