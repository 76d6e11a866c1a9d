/**
 * The safety net: messages make things fast, the sweeper makes them certain. Every second it runs the same functions
 * over everything that is not settled, so every booking reaches its end even if the event log is empty.
 * Running several sweepers is safe.
 */
import { renewNameColumns } from "@/lib/auth/search_name.ts";
import { deleteExpiredSessions } from "@/lib/auth/sessions.ts";
import type { SeatBoard } from "@/lib/board/board.ts";
import { syncSeats } from "@/lib/board/sync_seats.ts";
import { misplacedSeats } from "@/lib/bookings/misplaced_seats.ts";
import { resolveStuckClaim } from "@/lib/bookings/board_sync.ts";
import { settleBookings } from "@/lib/bookings/settle.ts";
import { siteUrl } from "@/lib/config.ts";
import type { Config } from "@/lib/config.ts";
import { deadline, isTransient, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { deleteOldMessages } from "@/lib/messaging/outbox.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import { missingMessages, writeChangeMessages } from "@/lib/notifications/write.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { startPayments, voidUnstartedPayments } from "@/lib/payments/start.ts";
import { deleteUnusedArtwork } from "@/lib/posters/artwork.ts";
import { renewSearchColumns } from "@/lib/search/columns.ts";

/** The most rows that a step processes at a time. */
const BATCH = 500;
/** How long the sweeper leaves work to messages. */
const PATIENCE_MS = 3_000;
/** A claim without a booking after this time belongs to a placement that never committed. */
const CLAIM_PATIENCE_MS = 15_000;
const KEY_LIFE_HOURS = 24;
/** A placement guards against a late commit, which is a matter of seconds. */
const PLACEMENT_LIFE_DAYS = 30;
/** The most rows of each kind that tidying up deletes at a time. */
const TIDY_BATCH = 5_000;
const DAY_MS = 86_400_000;

interface Needs {
  sql: Sql;
  board: SeatBoard;
  eventLog: EventLog;
  config: Config;
  logger: Logger;
  now: () => number;
}

/** Ends due holds four times a second, finishes what is unsettled every second, and tidies up once a minute. */
export function startSweeper(needs: Needs): { stop(): Promise<void> } {
  const every = (ms: number, what: string, step: () => Promise<boolean | void>): PollingLoop =>
    startPolling({
      pauseMs: { min: ms, max: ms },
      step: async () => await step() ?? false,
      onFailure: (error) => needs.logger.warn(`${what} failed and will be retried`, { error }),
    });
  const writeMissing = missingMessagesOf(needs);
  const loops = [
    every(250, "ending holds", () => endDueHolds(needs)),
    every(1_000, "settling bookings", () => settleOverdue(needs, writeMissing)),
    every(5_000, "syncing boards", () => syncBoards(needs)),
    every(1_000, "notifying buyers of changed events", () => notifyOfChanges(needs)),
    every(60_000, "tidying up", () => tidy(needs)),
    every(60_000, "renewing the search columns of events", () => renewSearchColumns(needs.sql)),
    every(60_000, "renewing the search columns of names", () => renewNameColumns(needs.sql)),
  ];
  return { stop: async () => void await Promise.all(loops.map((loop) => loop.stop())) };
}

/** The ids of events whose seats may be held or claimed now. */
async function openEvents({ sql }: Needs): Promise<string[]> {
  const rows = await deadline(sql<{ id: string }[]>`
    select id from events where status <> 'draft' and ends_at > now() - interval '1 day'`);
  return rows.map(({ id }) => id);
}

async function endDueHolds(needs: Needs): Promise<void> {
  await needs.board.sweep(await openEvents(needs));
}

function missingMessagesOf({ config }: Pick<Needs, "config">) {
  return missingMessages({ patienceMs: PATIENCE_MS, limit: BATCH, site: siteUrl(config) });
}

/**
 * Settles bookings that are past their deadline, have a payment outcome or are for a cancelled event, and writes
 * missing messages. True if a full batch of bookings was settled, so that there may be more.
 */
export async function settleOverdue(needs: Needs, writeMissing = missingMessagesOf(needs)): Promise<boolean> {
  const { sql, eventLog } = needs;
  const cancelled = await findBookingsOfCancelledEvents(needs);
  const overdue = await transaction(sql, findOverdue);
  await settleTogetherOrEach(needs, overdue);
  const cancelledAll = await settleTogetherOrEach(needs, cancelled);
  const unstarted = await findUnstarted(needs);
  if (unstarted.length > 0) await transaction(sql, (tx) => startPayments(tx, unstarted));
  const missing = await writeMissing(sql);
  if (overdue.length + cancelled.length + unstarted.length + missing > 0) eventLog.kick();
  return cancelledAll && cancelled.length === BATCH;
}

/** Writes messages about events that changed after people had booked. True if there may be more. */
async function notifyOfChanges({ sql, config, eventLog }: Needs): Promise<boolean> {
  const written = await transaction(sql, (tx) => writeChangeMessages(tx, siteUrl(config)));
  if (written) eventLog.kick();
  return written;
}

async function findUnstarted({ sql }: Needs): Promise<string[]> {
  const rows = await deadline(sql<{ id: string }[]>`
    select id from bookings b
    where not final and status = 'pending' and created_at < now() - ${PATIENCE_MS} * interval '1 millisecond'
      and not exists (select 1 from payments p where p.booking_id = b.id)
    order by id limit ${BATCH}`);
  return rows.map(({ id }) => id);
}

/**
 * Confirmed bookings of cancelled events. Settling cancels each, so the next call finds others. They are found by their
 * claims, which a cancelled booking no longer has.
 */
async function findBookingsOfCancelledEvents({ sql }: Needs): Promise<string[]> {
  const rows = await deadline(sql<{ id: string }[]>`
    select distinct b.id
    from events e join seat_claims c on c.event_id = e.id join bookings b on b.id = c.booking_id
    where e.status = 'cancelled' and b.status = 'confirmed' limit ${BATCH}`);
  return rows.map(({ id }) => id);
}

async function findOverdue(tx: Transaction): Promise<string[]> {
  const voided = await voidUnstartedPayments(tx, BATCH);
  const due = await tx<{ id: string }[]>`
    select b.id from bookings b join events e on e.id = b.event_id
    left join payments p on p.booking_id = b.id
    where not b.final and (
      (b.status = 'pending' and (b.deadline_at <= now() or e.status = 'cancelled'))
      or (p.status <> 'started' and p.updated_at < now() - ${PATIENCE_MS} * interval '1 millisecond'))
    order by b.id limit ${BATCH}`;
  return [...voided, ...due.map(({ id }) => id)];
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

/**
 * Deletes what is no longer needed: old idempotency keys and placements, expired sessions, messages that every group
 * has handled, and artwork that no event uses. True if there may be more.
 */
export async function tidy({ sql, now }: Pick<Needs, "sql" | "now">, limit = TIDY_BATCH): Promise<boolean> {
  const keys = await deadline(sql`
    delete from idempotency_keys where (user_id, key) in (
      select user_id, key from idempotency_keys
      where created_at < now() - ${KEY_LIFE_HOURS} * interval '1 hour' limit ${limit})`);
  const placements = await deadline(sql`
    delete from placements where (hold_id, attempt) in (
      select hold_id, attempt from placements
      where created_at < now() - ${PLACEMENT_LIFE_DAYS} * interval '1 day' limit ${limit})`);
  const sessions = await deleteExpiredSessions({ sql, now }, limit);
  const messages = await deleteOldMessages({ sql, now }, DAY_MS, limit);
  const artwork = await deleteUnusedArtwork(sql, limit);
  return Math.max(keys.count, placements.count, sessions, messages, artwork) >= limit;
}
