/**
 * The safety net: messages make things fast; the sweeper makes them certain. Every few seconds it runs the same
 * functions over everything that is not settled, so every booking reaches its end even if the event log is empty.
 * Running several sweepers is safe.
 */
import { renewNameColumns } from "@/lib/auth/search_name.ts";
import { resealFactors } from "@/lib/auth/second_factors.ts";
import type { SeatBoard } from "@/lib/board/board.ts";
import { syncSeats } from "@/lib/board/sync_seats.ts";
import { renewContactColumns } from "@/lib/bookings/buyers.ts";
import { misplacedSeats } from "@/lib/bookings/misplaced_seats.ts";
import { resolveStuckClaim } from "@/lib/bookings/board_sync.ts";
import { settleBookings } from "@/lib/bookings/settle.ts";
import { siteUrl } from "@/lib/config.ts";
import type { Config } from "@/lib/config.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { deadline, isTransient, type Sql, transaction } from "@/lib/db/pool.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { type Due, type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import { hasPendingChange, missingMessages, writeChangeMessages } from "@/lib/notifications/write.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { startPayments, voidUnstartedPayments } from "@/lib/payments/start.ts";
import { renewSearchColumns } from "@/lib/search/columns.ts";
import { tidy } from "./retention.ts";

/** The most rows that a step processes at a time. */
const BATCH = 500;
/** The most claims of a cancelled event that a step reads. */
const CLAIMS_MAX = 5_000;
/** The most secrets that are encrypted again at a time. */
const RESEAL_BATCH = 5_000;
/** How long the sweeper leaves work to messages. */
const PATIENCE_MS = 3_000;
/** How long to wait before looking for unsettled bookings again, while there are some that are not final, and if not. */
const UNSETTLED_PAUSE_MS = 2_000;
const SETTLED_PAUSE_MS = 5_000;
/** How long ending holds may sleep while none is due. */
const HOLDS_PAUSE_MS_MAX = 5_000;
/** A claim without a booking after this time belongs to a placement that never committed. */
const CLAIM_PATIENCE_MS = 15_000;

interface Needs {
  sql: Sql;
  board: SeatBoard;
  eventLog: EventLog;
  config: Config;
  logger: Logger;
  now: () => number;
}

/** Ends holds when they are due, finishes what is unsettled every few seconds, and tidies up once a minute. */
export function startSweeper(
  needs: Needs & { secrets: Pick<Secrets, "cookieSecrets"> },
): { stop(): Promise<void> } {
  const every = (ms: number, what: string, step: () => Promise<boolean | Due | void>): PollingLoop =>
    startPolling({
      pauseMs: { min: ms, max: ms },
      step: async () => await step() ?? false,
      onFailure: (error) => needs.logger.warn(`${what} failed and will be retried`, { error }),
    });
  const writeMissing = missingMessagesOf(needs);
  const loops = [
    // Holds last longer than this, so hardly any begins and becomes due in between.
    every(Math.min(needs.config.holdTtlMs, HOLDS_PAUSE_MS_MAX), "ending holds", () => endDueHolds(needs)),
    every(
      SETTLED_PAUSE_MS,
      "settling bookings",
      async () =>
        await settleOverdue(needs, writeMissing) ||
        (await isAllFinal(needs) ? false : { dueInMs: UNSETTLED_PAUSE_MS }),
    ),
    every(5_000, "syncing boards", () => syncBoards(needs)),
    every(5_000, "notifying buyers of changed events", () => notifyOfChanges(needs)),
    every(60_000, "tidying up", () => tidy(needs)),
    every(60_000, "renewing the search columns of events", () => renewSearchColumns(needs.sql)),
    every(
      60_000,
      "re-encrypting second factors",
      async () => await resealFactors(needs.sql, needs.secrets, RESEAL_BATCH) === RESEAL_BATCH,
    ),
    every(
      60_000,
      "renewing the search columns of names",
      async () => await renewNameColumns(needs.sql) || await renewContactColumns(needs.sql),
    ),
  ];
  return { stop: async () => void await Promise.all(loops.map((loop) => loop.stop())) };
}

/** The ids of events whose seats may be held or claimed now. */
async function openEvents({ sql }: Needs): Promise<string[]> {
  const rows = await deadline(sql<{ id: string }[]>`
    select id from events where status <> 'draft' and ends_at > now() - interval '1 day'`);
  return rows.map(({ id }) => id);
}

/** Returns when the next hold is due. */
async function endDueHolds(needs: Needs): Promise<Due> {
  return { dueInMs: (await needs.board.sweep(await openEvents(needs))).nextInMs };
}

function missingMessagesOf({ config }: Pick<Needs, "config">) {
  return missingMessages({ patienceMs: PATIENCE_MS, limit: BATCH, site: siteUrl(config) });
}

/**
 * Settles bookings that are past their deadline, have a payment outcome or are for a cancelled event, and writes
 * missing messages. True if a full batch for cancelled events was settled, so that there may be more.
 */
export async function settleOverdue(needs: Needs, writeMissing = missingMessagesOf(needs)): Promise<boolean> {
  const { sql, eventLog } = needs;
  const cancelled = await findBookingsOfCancelledEvents(needs);
  const { overdue, unstarted } = await findUnsettled(needs);
  if (overdue.length > 0) await transaction(sql, (tx) => voidUnstartedPayments(tx, overdue));
  await settleTogetherOrEach(needs, overdue);
  const cancelledAll = await settleTogetherOrEach(needs, cancelled);
  if (unstarted.length > 0) await transaction(sql, (tx) => startPayments(tx, unstarted));
  const missing = await writeMissing(sql);
  if (overdue.length + cancelled.length + unstarted.length + missing > 0) eventLog.kick();
  return cancelledAll && cancelled.length === BATCH;
}

/** Writes messages about events that changed after people had booked. True if there may be more. */
async function notifyOfChanges({ sql, config, eventLog }: Needs): Promise<boolean> {
  // Usually there is nothing to do; this finds out without opening a transaction.
  if (!await hasPendingChange(sql)) return false;
  const written = await transaction(sql, (tx) => writeChangeMessages(tx, siteUrl(config)));
  if (written) eventLog.kick();
  return written;
}

/**
 * Confirmed bookings of cancelled events. Settling cancels each, so the next call finds others. They are found by their
 * claims, which a cancelled booking no longer has.
 */
async function findBookingsOfCancelledEvents({ sql }: Needs): Promise<string[]> {
  // Bounded step by step: for a single join, the planner may prefer to read all claims and bookings.
  const rows = await deadline(sql<{ id: string }[]>`
    with claimed as materialized (
      select distinct c.booking_id from events e
      cross join lateral (select booking_id from seat_claims where event_id = e.id limit ${CLAIMS_MAX}) c
      where e.status = 'cancelled' limit ${BATCH}
    )
    select b.id from claimed join bookings b on b.id = claimed.booking_id where b.status = 'confirmed'`);
  return rows.map(({ id }) => id);
}

async function isAllFinal({ sql }: Needs): Promise<boolean> {
  const [open] = await deadline(sql`select from bookings where not final limit 1`);
  return !open;
}

interface Unsettled {
  /** Past their deadline, of a cancelled event, or with a payment outcome that nothing has acted on. */
  overdue: string[];
  /** Their payment was never started. */
  unstarted: string[];
}

/** A batch of bookings that are not final and that no message has advanced. */
async function findUnsettled({ sql }: Needs): Promise<Unsettled> {
  const rows = await deadline(sql<{ id: string; isOverdue: boolean }[]>`
    select id, is_overdue from (
      select b.id, p.booking_id is null and b.status = 'pending' and b.created_at < patience.ends as is_unstarted,
        (b.status = 'pending' and (b.deadline_at <= now() or e.status = 'cancelled'))
          or (p.status <> 'started' and p.updated_at < patience.ends) is true as is_overdue
      from (select now() - ${PATIENCE_MS} * interval '1 millisecond' as ends) as patience
      cross join bookings b join events e on e.id = b.event_id left join payments p on p.booking_id = b.id
      where not b.final
    ) as unsettled
    where is_overdue or is_unstarted order by id limit ${BATCH}`);
  const idsOf = (isOverdue: boolean) => rows.filter((row) => row.isOverdue === isOverdue).map(({ id }) => id);
  return { overdue: idsOf(true), unstarted: idsOf(false) };
}

/**
 * Settles all bookings together or, if that fails, one by one: a booking that can't be settled, such as a rescue while
 * the board is down, must not block the others. Returns whether all were settled together.
 */
async function settleTogetherOrEach(needs: Needs, bookingIds: string[]): Promise<boolean> {
  if (bookingIds.length === 0) return true;
  const settle = (ids: string[]) => transaction(needs.sql, (tx) => settleBookings(needs, tx, ids));
  try {
    await settle(bookingIds);
    return true;
  } catch (error) {
    if (isTransient(error)) throw error;
    for (const bookingId of bookingIds) {
      await settle([bookingId]).catch((error) =>
        needs.logger.warn("a booking could not be settled and will be retried", { bookingId, error })
      );
    }
    return false;
  }
}

/** Resolves claims whose placement is unknown, and seats on which the board and Postgres disagree. */
export async function syncBoards(needs: Needs): Promise<void> {
  const events = await openEvents(needs);
  for (const claim of await needs.board.stuckClaims(events, CLAIM_PATIENCE_MS)) {
    await resolveStuckClaim(needs, claim);
  }
  for (const eventId of await findRecentlyChangedEvents(needs)) {
    const seats = await misplacedSeats(needs, eventId);
    if (seats.length > 0) await syncSeats(needs, eventId, seats, []);
  }
}

async function findRecentlyChangedEvents({ sql }: Needs): Promise<string[]> {
  const rows = await deadline(sql<{ eventId: string }[]>`
    select distinct event_id from bookings where updated_at > now() - interval '5 minutes'`);
  return rows.map(({ eventId }) => eventId);
}
