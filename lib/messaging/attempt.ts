/** Runs a handler so that its failure is contained, and decides which failures are worth a retry. */
import { isTransient as isTransientDatabaseError, savepoint, type Transaction } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import type { BatchHandler } from "./event_log.ts";
import type { Message } from "./topics.ts";

export type Attempt = { ok: true } | { ok: false; error: unknown };

/**
 * Runs the handler so that a failure rolls back its writes and leaves `tx` usable.
 * @throws transient errors; the whole transaction must then be rolled back.
 */
export async function attempt(tx: Transaction, handle: BatchHandler, batch: Message[]): Promise<Attempt> {
  try {
    await savepoint(tx, (part) => handle(batch, part));
    return { ok: true };
  } catch (error) {
    if (isTransient(error)) throw error;
    return { ok: false, error };
  }
}

/** Whether a later retry may succeed without anyone changing anything. */
export function isTransient(error: unknown): boolean {
  return error instanceof Unavailable || isTransientDatabaseError(error);
}
