/**
 * Publishes the statuses of seats to other systems, on the topic `seat.status`: bridges the board's feeds to the
 * outbox, for events until a day after their end.
 *
 * A message takes its reader from one version to a later one of the same epoch (`since`, `version` and the changed
 * `seats`), or to a version of any epoch with a snapshot (`statuses`). The position at which an event's messages end is
 * stored, and moved by compare-and-set in the transaction that writes the next message. So each message continues the
 * previous one, however many bridges run and however often they restart. Everything that changes between two polls goes
 * into one message.
 */
import type { Delta, SeatBoard } from "@/lib/board/board.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { appendToOutbox, outboxEntry } from "@/lib/messaging/outbox.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { MessageData } from "@/lib/messaging/topics.ts";
import type { Logger } from "@/lib/observability/log.ts";

/** The shortest time between two reads of the feeds: bounds how many messages an event causes. */
const REST_MS = 250;
/** The longest, since a notice that seats have changed may be lost. */
const POLL_MS_MAX = 2_000;
/** With more changes than this, a message would be longer than a snapshot, and eventually too large for a broker. */
const CHANGES_MAX = 10_000;
/** How many snapshots are read at a time, so that a first start does not build every board at once. */
const SNAPSHOTS_AT_ONCE = 10;
/** An epoch that no board has. */
const NOT_PUBLISHED = "";

interface Needs {
  sql: Sql;
  board: Pick<SeatBoard, "feeds" | "snapshots">;
  eventLog: Pick<EventLog, "kick">;
  now: () => number;
}

/** The position at which an event's messages end. */
interface Position {
  eventId: string;
  epoch: string;
  version: number;
}

/** One message: its data, and the position at which the previous one ended. */
interface SeatUpdate {
  from: Position;
  data: MessageData<"seat.status">;
}

/** Starts a bridge; any number of processes may run one. */
export function startSeatStatus(
  needs: Needs & { board: Pick<SeatBoard, "onChange">; logger: Logger },
): Pick<PollingLoop, "stop"> {
  const loop = startPolling({
    pauseMs: { min: REST_MS, max: POLL_MS_MAX },
    restMs: () => REST_MS,
    async step() {
      // A step that wrote messages may have left some for the next.
      return await publishSeatStatus(needs) > 0 ? { dueInMs: 0 } : false;
    },
    onFailure: (error) => needs.logger.warn("seat.status has stalled", { error }),
  });
  const stopListening = needs.board.onChange(loop.kick);
  return {
    async stop() {
      stopListening();
      await loop.stop();
    },
  };
}

/**
 * Writes what has changed since the last message of each event. Events that have no message yet, or whose feed no
 * longer reaches back to the latest one, get a snapshot, a few at a time.
 * @returns How many messages were written.
 * @throws {Unavailable} if the board can't be reached; messages already written stay.
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
  const count = await publish(needs, changes);
  return count + await publish(needs, await readSnapshots(needs.board, behind.slice(0, SNAPSHOTS_AT_ONCE)));
}

/** The events whose seats can still change, and where their messages end. */
function readPositions(sql: Sql): Promise<Position[]> {
  return deadline(sql<Position[]>`
    select e.id as event_id, coalesce(p.epoch, ${NOT_PUBLISHED}) as epoch, coalesce(p.version, 0) as version
    from events e left join seat_status_positions p on p.event_id = e.id
    where e.status <> 'draft' and e.ends_at > now() - interval '1 day'
    order by e.id`);
}

/** Merges deltas: each changed seat, with its latest status. */
function changesSince({ eventId, epoch, version }: Position, deltas: Delta[]) {
  const seats = [...new Map(deltas.flatMap((delta) => delta.seats))];
  return { eventId, epoch, since: version, version: version + deltas.length, seats };
}

async function readSnapshots(board: Needs["board"], behind: Position[]): Promise<SeatUpdate[]> {
  if (behind.length === 0) return [];
  const snapshots = await board.snapshots(behind.map(({ eventId }) => eventId));
  return behind.flatMap((from) => {
    const snapshot = snapshots.get(from.eventId);
    return snapshot ? [{ from, data: { eventId: from.eventId, ...snapshot } }] : [];
  });
}

/** Writes the updates for those events that no other bridge has published in the meantime. */
async function publish({ sql, eventLog, now }: Needs, updates: SeatUpdate[]): Promise<number> {
  if (updates.length === 0) return 0;
  const written = await transaction(sql, async (tx) => {
    const moved = await movePositions(tx, updates);
    const rows = updates.filter(({ data }) => moved.has(data.eventId))
      .map(({ data }) => outboxEntry("seat.status", data.eventId, data, { now: now() }));
    await appendToOutbox(tx, rows);
    return rows.length;
  });
  if (written > 0) eventLog.kick(["messages"]);
  return written;
}

/** Moves each position that is still where its update begins; returns the ids of the events whose position moved. */
async function movePositions(tx: Transaction, updates: SeatUpdate[]): Promise<Set<string>> {
  const moves = updates.map(({ from, data: { eventId, epoch, version } }) => (
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
