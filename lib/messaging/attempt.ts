/** Running a handler so that its failure is contained, and telling which failures are worth repeating. */
import { isTransient as isTransientDatabaseError, savepoint, type Transaction } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import type { BatchHandler } from "./event_log.ts";
import type { Message } from "./topics.ts";

export type Attempt = { ok: true } | { ok: false; error: unknown };

/**
 * Runs the handler so that a failure takes back what it wrote and leaves `tx` usable.
 * @throws what is transient: then `tx` as a whole is to be given up.
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

/** Whether trying again later may help without anybody changing anything. */
export function isTransient(error: unknown): boolean {
  return error instanceof Unavailable || isTransientDatabaseError(error);
}
