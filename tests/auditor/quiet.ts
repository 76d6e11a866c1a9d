/** Finds out whether work is still in progress: the audit is valid only once there is none. */
import { deadline, type Queryable } from "@/lib/db/pool.ts";
import type { Evidence } from "./audit.ts";
import { boardViolations, foldSeatMessages, readEventRecords, readSeatMessages } from "./board.ts";
import { deliveryViolations } from "./invariants.ts";

/** A hold that lasts longer than this does not end during the audit. */
const STEADY_MS = 15_000;

interface WorkCounts {
  bookings: number;
  outbox: number;
  unsent: number;
  unwritten: number;
}

/** Describes what is still in progress or has not caught up; empty if nothing is. */
export async function unfinishedWork(
  { sql, readBoard }: Pick<Evidence, "sql" | "readBoard">,
): Promise<string[]> {
  const counts = await countWork(sql);
  const unfinished = Object.entries(counts).filter(([, count]) => count > 0).map(([what, count]) =>
    `${count} ${what}`
  );
  if (unfinished.length > 0) return unfinished;
  const pending = await deliveryViolations(sql);
  const folds = new Map(foldSeatMessages(await readSeatMessages(sql)).map((fold) => [fold.eventId, fold]));
  for (const record of await readEventRecords(sql)) {
    const state = await readBoard(record.eventId);
    const changing = state?.holds.filter((hold) =>
      hold.status === "claimed" || hold.expiresAt < state.now + STEADY_MS
    ) ?? [];
    if (changing.length > 0) pending.push(`${changing.length} holds (event ${record.eventId})`);
    const fold = folds.get(record.eventId);
    if (state && (fold?.epoch !== state.epoch || fold.version !== state.version)) {
      pending.push(`messages about seats (event ${record.eventId})`);
    }
    if (state) pending.push(...boardViolations(state, record));
  }
  return pending;
}

async function countWork(sql: Queryable): Promise<WorkCounts> {
  const [counts] = await deadline(sql<[WorkCounts]>`
    select
      (select count(*) from bookings where not final) as bookings,
      (select count(*) from outbox where position is null) as outbox,
      (select count(*) from messages where sent_at is null and failed_at is null and withdrawn_at is null) as unsent,
      (select count(*) from bookings b where status = 'confirmed' and not exists (
        select from messages m where m.booking_id = b.id and m.kind = 'confirmation')) as unwritten`);
  return counts;
}
