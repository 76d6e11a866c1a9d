/**
 * Tells other systems which seats are taken, by the topic `seat.status`: bridges the board's feeds of the events that
 * are not over to the outbox.
 *
 * A message brings its reader from one version of an epoch to a later one (`since`, `version`, the `seats` that changed),
 * or to a version of any epoch with a full state (`statuses`). Where the messages of an event end is stored, and moved
 * by compare-and-set in the transaction that writes the next one: each continues the one before, however many bridges
 * run and however often they start again. All that changed between two looks goes into one message.
 */
import type { Delta, SeatBoard } from "@/lib/board/board.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { appendToOutbox, outboxRow } from "@/lib/messaging/outbox.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { MessageData } from "@/lib/messaging/topics.ts";
import type { Logger } from "@/lib/observability/log.ts";

/** Between two looks at the feeds: how late other systems are, and how many messages an event makes at most. */
const LOOK_MS = 250;
/** A message with more changes would be longer than a full state, and at some size than a broker takes. */
const CHANGES_MAX = 10_000;
/** Full states asked for at a time, so that a first start does not build every board at once. */
const FULL_STATES_AT_ONCE = 10;
/** No board has this epoch. */
const NOT_PUBLISHED = "";

interface Needs {
  sql: Sql;
  board: Pick<SeatBoard, "feeds" | "snapshots">;
  eventLog: Pick<EventLog, "kick">;
  now: () => number;
}

/** Where the messages of an event end. */
interface Position {
  eventId: string;
  epoch: string;
  version: number;
}

/** One message: what it says, and where the one before it ended. */
interface SeatUpdate {
  from: Position;
  data: MessageData<"seat.status">;
}

/** Starts a bridge; any number of processes may run one. */
export function startSeatStatus(needs: Needs & { logger: Logger }): PollingLoop {
  return startPolling({
    pauseMs: { min: LOOK_MS, max: LOOK_MS },
    async step() {
      await publishSeatStatus(needs);
      return false;
    },
    onFailure: (error) => needs.logger.warn("seat.status stands still", { error }),
  });
}

/**
 * Writes what has changed since the last message of each event. Events that were never told of, or whose feed no longer
 * reaches back so far, get a full state, some of them at a time.
 * @returns how many messages were written.
 * @throws {Unavailable} when the board can't be reached; what was written before stays.
 */
export async function publishSeatStatus(needs: Needs): Promise<number> {
  const positions = await readPositions(needs.sql);
  const feeds = await needs.board.feeds(positions);
  const changes: SeatUpdate[] = [];
  const behind: Position[] = [];
  for (const from of positions) {
    const feed = feeds.get(from.eventId);
    const data = feed && "deltas" in feed ? changesSince(from, feed.deltas) : null;
    if (!data || data.seats.length > CHANGES_MAX) behind.push(from);
    else if (data.version > from.version) changes.push({ from, data });
  }
  const told = await publish(needs, changes);
  return told + await publish(needs, await fullStates(needs.board, behind.slice(0, FULL_STATES_AT_ONCE)));
}

/** The events whose seats can still change, and where their messages end. */
function readPositions(sql: Sql): Promise<Position[]> {
  return deadline(sql<Position[]>`
    select e.id as event_id, coalesce(p.epoch, ${NOT_PUBLISHED}) as epoch, coalesce(p.version, 0) as version
    from events e left join seat_status_positions p on p.event_id = e.id
    where e.status <> 'draft' and e.ends_at > now() - interval '1 day'
    order by e.id`);
}

/** All deltas in one: of each seat that changed, what it is now. */
function changesSince({ eventId, epoch, version }: Position, deltas: Delta[]) {
  const seats = [...new Map(deltas.flatMap((delta) => delta.seats))];
  return { eventId, epoch, since: version, version: version + deltas.length, seats };
}

async function fullStates(board: Needs["board"], behind: Position[]): Promise<SeatUpdate[]> {
  if (behind.length === 0) return [];
  const snapshots = await board.snapshots(behind.map(({ eventId }) => eventId));
  return behind.flatMap((from) => {
    const snapshot = snapshots.get(from.eventId);
    return snapshot ? [{ from, data: { eventId: from.eventId, ...snapshot } }] : [];
  });
}

/** Writes the news of those events that nobody else has told of in the meantime. */
async function publish({ sql, eventLog, now }: Needs, news: SeatUpdate[]): Promise<number> {
  if (news.length === 0) return 0;
  const written = await transaction(sql, async (tx) => {
    const moved = await movePositions(tx, news);
    const rows = news.filter(({ data }) => moved.has(data.eventId))
      .map(({ data }) => outboxRow("seat.status", data.eventId, data, { now: now() }));
    await appendToOutbox(tx, rows);
    return rows.length;
  });
  if (written > 0) eventLog.kick();
  return written;
}

/** Moves each position that is still where the news begin; answers of which events. */
async function movePositions(tx: Transaction, news: SeatUpdate[]): Promise<Set<string>> {
  const moves = news.map(({ from, data: { eventId, epoch, version } }) => (
    { eventId, epoch, version, fromEpoch: from.epoch, fromVersion: from.version }
  ));
  // In id order, so that two bridges wait for each other instead of deadlocking.
  const moved = await tx<{ eventId: string }[]>`
    with move as (
      select "eventId" as event_id, epoch, version, "fromEpoch" as from_epoch, "fromVersion" as from_version
      from jsonb_to_recordset(${tx.json(moves)}) as move(
        "eventId" uuid, epoch text, version bigint, "fromEpoch" text, "fromVersion" bigint
      )
    )
    insert into seat_status_positions as position (event_id, epoch, version)
    select event_id, epoch, version from move order by event_id
    on conflict (event_id) do update set epoch = excluded.epoch, version = excluded.version
      where (position.epoch, position.version) =
        (select from_epoch, from_version from move where move.event_id = position.event_id)
    returning event_id`;
  return new Set(moved.map(({ eventId }) => eventId));
}
