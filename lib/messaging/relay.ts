/**
 * The relay moves messages from the outbox to the event log, in both deployment modes.
 *
 * Any number of processes may run one; a lock held by the transaction that takes and publishes keeps all but one idle.
 * Losing the connection releases the lock and rolls back the rows taken, and the next relay publishes them again: at
 * least once. Each transaction starts from the oldest row, not after the last one seen, because transactions do not
 * commit in the order in which they draw their sequence numbers.
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
  /** The most rows published at a time. */
  batchSize?: number;
}

/** Any number that no other advisory lock of the database uses: "relay" in ASCII. */
const RELAY_LOCK = 0x72656c6179;
const BATCH_SIZE_MAX = 500;
/** The most batches published in one transaction, and so the most that are published twice when a relay dies. */
const BATCHES_MAX = 8;
/** A relay that sends Postgres nothing for this long is dead or frozen, and loses its lock to the next one. */
export const SILENCE_MAX_MS = 3_000;
/** How often a publishing relay sends a heartbeat. */
const BEAT_MS = 1_000;
/**
 * The pause if more messages are waiting when some have been published: per message published, and at most. What is
 * written meanwhile goes out as one batch, and stays one through all consumers: at two hundred bookings a second a batch
 * costs as much as the messages in it. With few bookings no message waits.
 */
const PACE_MS = { each: 2, max: 20 };
/** How long a message waits if its kick was lost; also how long until another relay takes over. */
const POLL_MS_MAX = 2_000;

/** Starts relaying. `stop` ends it after the current batch. Also kicked by `eventLog.kick()`. */
export function startRelay(
  { sql, eventLog, logger, batchSize = BATCH_SIZE_MAX }: RelayOptions,
): PollingLoop {
  let isBusy = false;
  const loop = startPolling({
    pauseMs: { min: 5, max: POLL_MS_MAX },
    async step() {
      const published = await relayOnce(sql, eventLog, batchSize);
      if (isBusy && published > 0 && published < batchSize) {
        await delay(Math.min(published * PACE_MS.each, PACE_MS.max));
      }
      isBusy = published > 0;
      return isBusy;
    },
    onFailure: (error) => logger.warn("messages could not be published, retrying", { error }),
  });
  const stopListening = eventLog.onKick(loop.kick, "messages");
  return {
    kick: loop.kick,
    async stop() {
      stopListening();
      await loop.stop();
    },
  };
}

/**
 * Publishes the oldest unpublished rows, a few batches at most.
 * @returns how many; also 0 if another relay is at work.
 */
export async function relayOnce(
  sql: Sql,
  eventLog: Pick<EventLog, "take" | "publish" | "published">,
  batchSize: number = BATCH_SIZE_MAX,
): Promise<number> {
  // Usually there is nothing to do; this finds out without opening a transaction.
  const [waiting] = await deadline(sql`select from outbox where position is null limit 1`);
  if (!waiting) return 0;
  const relayed = await transaction(sql, async (tx) => {
    // Not waiting for the disk means, at worst, that rows are published again after Postgres crashes.
    const [{ locked }] = await tx<[{ locked: boolean }]>`
      select pg_try_advisory_xact_lock(${RELAY_LOCK}) as locked,
        set_config('idle_in_transaction_session_timeout', ${String(SILENCE_MAX_MS)}, true),
        set_config('synchronous_commit', 'off', true)`;
    if (!locked) return 0;
    let relayed = 0;
    // A separate statement, which sees what the previous holder of the lock has taken.
    let rows = await eventLog.take(tx, 0, batchSize);
    for (let batch = 1; rows.length > 0; batch++) {
      const isLast = batch === BATCHES_MAX || rows.length < batchSize;
      // Postgres and the event log work in parallel. The rows taken count from the commit, after both have finished.
      const [, next] = await Promise.all([
        publish(tx, eventLog, rows),
        isLast ? [] : eventLog.take(tx, rows[rows.length - 1].seq, batchSize),
      ]);
      relayed += rows.length;
      rows = next;
    }
    return relayed;
  }, CALL_DEADLINE_MS);
  if (relayed > 0) eventLog.published();
  return relayed;
}

/** Waits for the event log while keeping the Postgres transaction alive. */
async function publish(
  tx: Transaction,
  eventLog: Pick<EventLog, "publish">,
  rows: StoredEntry[],
): Promise<void> {
  // If the transaction is lost, the relay's next statement fails too.
  const beat = async () => void await tx`select`;
  const beating = setInterval(() => beat().catch(() => {}), BEAT_MS);
  try {
    await eventLog.publish(rows.map((row) => ({ seq: row.seq, message: toMessage(row) })));
  } finally {
    clearInterval(beating);
  }
}
