/**
 * The relay takes messages from the outbox to the event log, in both homes.
 *
 * Any number of processes may run one; a lock of the transaction that takes and publishes keeps all but one idle at a
 * time. Losing the connection loses the lock and gives back what was taken, and the next relay publishes those rows
 * again: at least once. Each transaction begins with the oldest row, never after the last one seen, because transactions
 * commit in another order than they draw their numbers in.
 */
import { setTimeout as delay } from "node:timers/promises";
import { CALL_DEADLINE_MS, deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { EventLog } from "./event_log.ts";
import { type StoredEntry, toMessage } from "./outbox.ts";
import { type PollingLoop, startPolling } from "./polling_loop.ts";

export interface RelayOptions {
  sql: Sql;
  eventLog: Pick<EventLog, "take" | "publish" | "published" | "onKick">;
  logger: Logger;
  /** Rows published at a time at most. */
  batchSize?: number;
}

/** Any number that no other advisory lock of the database uses; this one spells "relay" in ASCII. */
const RELAY_LOCK = 0x72656c6179;
const BATCH_SIZE_MAX = 500;
/** Batches published in one transaction at most: so many messages may come twice when a relay dies. */
const BATCHES_MAX = 8;
/** A relay that says nothing to Postgres for so long is dead or frozen, and loses its lock to the next one. */
export const SILENCE_MAX_MS = 3_000;
/** How often one that publishes says that it lives. */
const BEAT_MS = 1_000;
/**
 * The pause after publishing. What is written meanwhile goes out together, and so it goes on through all the consumers: at
 * two hundred bookings a second a batch costs as much as the messages in it. A message after a silence waits for nothing.
 */
const PACE_MS = 20;

/** Starts relaying. `stop` ends it after the batch in hand. Kicked by `eventLog.kick()` too. */
export function startRelay(
  { sql, eventLog, logger, batchSize = BATCH_SIZE_MAX }: RelayOptions,
): PollingLoop {
  const loop = startPolling({
    async step() {
      const published = await relayOnce(sql, eventLog, batchSize);
      if (published > 0 && published < batchSize) await delay(PACE_MS);
      return published > 0;
    },
    onFailure: (error) => logger.warn("messages could not be published, trying again", { error }),
  });
  const stopListening = eventLog.onKick(loop.kick);
  return {
    kick: loop.kick,
    async stop() {
      stopListening();
      await loop.stop();
    },
  };
}

/**
 * Publishes the oldest rows that are still to be published, a few batches at most.
 * @returns how many; 0 also when another relay is at work.
 */
export async function relayOnce(
  sql: Sql,
  eventLog: Pick<EventLog, "take" | "publish" | "published">,
  batchSize: number = BATCH_SIZE_MAX,
): Promise<number> {
  // Mostly there is nothing to do, which this finds without opening a transaction.
  const [waiting] = await deadline(sql`select from outbox where position is null limit 1`);
  if (!waiting) return 0;
  const relayed = await transaction(sql, async (tx) => {
    // Not waiting for the disk can only have them published again, when Postgres crashes.
    const [{ locked }] = await tx<[{ locked: boolean }]>`
      select pg_try_advisory_xact_lock(${RELAY_LOCK}) as locked,
        set_config('idle_in_transaction_session_timeout', ${String(SILENCE_MAX_MS)}, true),
        set_config('synchronous_commit', 'off', true)`;
    if (!locked) return 0;
    let relayed = 0;
    // A statement of its own: it must see what the holder of the lock before has taken.
    let rows = await eventLog.take(tx, 0, batchSize);
    for (let batch = 1; rows.length > 0; batch++) {
      const last = batch === BATCHES_MAX || rows.length < batchSize;
      // Postgres works while the event log does. What it takes counts from the commit on, which comes after the answer.
      const [, next] = await Promise.all([
        publish(tx, eventLog, rows),
        last ? [] : eventLog.take(tx, rows[rows.length - 1].seq, batchSize),
      ]);
      relayed += rows.length;
      rows = next;
    }
    return relayed;
  }, CALL_DEADLINE_MS);
  if (relayed > 0) eventLog.published();
  return relayed;
}

/** Waits for the event log without being taken for dead by Postgres meanwhile. */
async function publish(
  tx: Transaction,
  eventLog: Pick<EventLog, "publish">,
  rows: StoredEntry[],
): Promise<void> {
  // When the transaction is lost, the next statement of the relay itself fails too.
  const beat = async () => void await tx`select`;
  const beating = setInterval(() => beat().catch(() => {}), BEAT_MS);
  try {
    await eventLog.publish(rows.map((row) => ({ seq: row.seq, message: toMessage(row) })));
  } finally {
    clearInterval(beating);
  }
}
