/** What must be true of the seat board once no work is in progress. */
import type { Redis } from "ioredis";
import { boardKeys } from "@/lib/board/redis/keys.ts";
import { deadline, type Queryable } from "@/lib/db/pool.ts";
import type { Fold } from "./history.ts";

/** A claim without a booking may last this long; then the sweeper resolves it. */
const CLAIM_MS_MAX = 15_000;

export interface AuditedHold {
  id: string;
  status: "active" | "claimed";
  seats: { index: number }[];
  expiresAt: number;
  claimedAt?: number;
  bookingId?: string;
}

/** The board of one event at one moment. */
export interface BoardState {
  epoch: string;
  version: number;
  statuses: string;
  holds: AuditedHold[];
  /** The board's own time when it was read, in milliseconds. */
  now: number;
}

/** What Postgres records about an event. */
export interface EventRecord {
  eventId: string;
  blocked: number[];
  claims: { index: number; confirmed: boolean }[];
  /** Of all bookings of the event. */
  bookingIds: string[];
}

/** Invariant 6: every seat of the board has the status that the claims and live holds imply, and so has every fold. */
export function boardViolations(state: BoardState, record: EventRecord, folds: Fold[] = []): string[] {
  const found: string[] = [];
  const live = state.holds.filter((hold) => hold.status === "claimed" || hold.expiresAt > state.now);
  const expected = Array<string>(state.statuses.length).fill("a");
  for (const { id, seats } of live) {
    for (const { index } of seats) {
      if (expected[index] === "h") found.push(`two live holds have seat ${index}; one is ${id}`);
      expected[index] = "h";
    }
  }
  for (const index of record.blocked) expected[index] = "x";
  for (const { index, confirmed } of record.claims) expected[index] = confirmed ? "b" : "h";
  const wrong = expected.flatMap((status, index) =>
    status === state.statuses[index] ? [] : [`${index} is ${state.statuses[index]}, not ${status}`]
  );
  if (wrong.length > 0) found.push(`the board and the claims disagree: ${wrong.slice(0, 5).join("; ")}`);
  for (const hold of live) {
    const age = state.now - (hold.claimedAt ?? state.now);
    if (hold.status !== "claimed" || age <= CLAIM_MS_MAX) continue;
    if (record.bookingIds.includes(hold.bookingId ?? "")) continue;
    found.push(`a hold has been claimed for ${age} ms without a booking: ${hold.id}`);
  }
  for (const fold of folds) {
    if (fold.gaps.length > 0) {
      found.push(`a stream or the messages had gaps: ${fold.gaps.slice(0, 3).join("; ")}`);
    }
    if (fold.epoch === state.epoch && fold.statuses === state.statuses) continue;
    found.push(
      `a stream or the messages folded to a different state: epoch ${fold.epoch} version ${fold.version}, ` +
        `the board has ${state.epoch} ${state.version}`,
    );
  }
  return found.map((violation) => `${violation} (event ${record.eventId})`);
}

/** Reads a board directly from its keys; null if it was never built. */
export async function readBoard(redis: Redis, eventId: string): Promise<BoardState | null> {
  const keys = boardKeys(eventId);
  const [[epoch, version, statuses], active, claimed, [seconds, microseconds]] = await Promise.all([
    redis.mget(keys.epoch, keys.version, keys.statuses),
    redis.zrange(keys.holds, 0, -1),
    redis.zrange(keys.claimed, 0, -1),
    redis.time(),
  ]);
  if (epoch === null || version === null || statuses === null) return null;
  const ids = [...active, ...claimed];
  const records = ids.length === 0 ? [] : await redis.mget(ids.map(keys.hold));
  return {
    epoch: epoch.split(" ")[0],
    version: Number(version),
    statuses,
    holds: records.flatMap((record) => record === null ? [] : [JSON.parse(record) as AuditedHold]),
    now: Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000),
  };
}

/** What Postgres records about every event that is or was on sale. */
export function readEventRecords(sql: Queryable): Promise<EventRecord[]> {
  return deadline(sql<EventRecord[]>`
    select id as event_id, blocked_seats as blocked,
      coalesce((
        select json_agg(json_build_object('index', c.seat_index, 'confirmed', b.status = 'confirmed'))
        from seat_claims c join bookings b on b.id = c.booking_id where c.event_id = e.id
      ), '[]') as claims,
      array(select b.id from bookings b where b.event_id = e.id) as booking_ids
    from events e where status <> 'draft' order by id`);
}

/** A message of the topic `seat.status`. */
export interface SeatMessage {
  eventId: string;
  epoch: string;
  version: number;
  /** A snapshot; or the seats that have changed since the version `since`. */
  statuses?: string;
  since?: number;
  seats?: [index: number, status: string][];
}

/** Folds the messages in order, as another system would. Returns the result for each event. */
export function foldSeatMessages(messages: SeatMessage[]): Fold[] {
  const folds = new Map<string, Fold>();
  for (const { eventId, epoch, version, statuses, since, seats = [] } of messages) {
    const fold = folds.get(eventId) ??
      { kind: "fold", eventId, epoch, version: 0, statuses: "", gaps: [] };
    folds.set(eventId, fold);
    if (statuses === undefined && (epoch !== fold.epoch || since !== fold.version)) {
      fold.gaps.push(`${epoch}:${since} after ${fold.epoch}:${fold.version}`);
    }
    const folded = [...statuses ?? fold.statuses];
    for (const [index, status] of seats) folded[index] = status;
    Object.assign(fold, { epoch, version, statuses: folded.join("") });
  }
  return [...folds.values()];
}

/** The messages of `seat.status`, in the order in which they were written. */
export async function readSeatMessages(sql: Queryable): Promise<SeatMessage[]> {
  const rows = await deadline(sql<{ data: SeatMessage }[]>`
    select data from outbox where topic = 'seat.status' order by seq`);
  return rows.map(({ data }) => data);
}
