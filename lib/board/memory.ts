/** The seat board of one process, in memory: restored from its source when an event is first touched. */
import { Unavailable, UnknownEvent } from "@/lib/errors.ts";
import {
  boardLifetimeMs,
  type BoardSource,
  eventIdOfHold,
  type FeedResult,
  requireSeats,
  type SeatBoard,
  type Snapshot,
  unlessUnknown,
} from "./board.ts";
import { EventBoard, STUCK_CLAIMS_MAX } from "./event_board.ts";
import { restore, type StoredHold } from "./restore.ts";

export interface MemoryBoardOptions {
  source: BoardSource;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Makes the epoch of a board that was just built. */
  newEpoch?: () => string;
}

/**
 * A seat board for a single process. Touches of the same event while it is being loaded share one load; one that
 * failed is tried again by the next touch.
 */
export function memoryBoard(
  { source, now, newEpoch = () => crypto.randomUUID() }: MemoryBoardOptions,
): SeatBoard {
  const loaded = new Map<string, EventBoard>();
  /** When each board goes by itself. */
  const ends = new Map<string, number>();
  const loading = new Map<string, Promise<EventBoard>>();
  /** Holds of a board that was reset or has gone, until it is built anew. */
  const survivors = new Map<string, StoredHold[]>();

  async function load(eventId: string): Promise<EventBoard> {
    const truth = await source.load(eventId).catch((error) => {
      throw new Unavailable("the seat board could not be read from its source", undefined, { cause: error });
    });
    if (!truth) throw new UnknownEvent(`no event ${eventId}`);
    const board = new EventBoard(newEpoch(), restore(truth, survivors.get(eventId) ?? [], now()));
    survivors.delete(eventId);
    loaded.set(eventId, board);
    ends.set(eventId, now() + boardLifetimeMs(truth.endsAt, now()));
    return board;
  }

  /** The board of an event while it is there. */
  function known(eventId: string): EventBoard | undefined {
    if (now() >= (ends.get(eventId) ?? Infinity)) forget(eventId);
    return loaded.get(eventId);
  }

  function forget(eventId: string): void {
    const holds = loaded.get(eventId)?.holds ?? [];
    if (holds.length > 0) survivors.set(eventId, holds);
    loaded.delete(eventId);
    ends.delete(eventId);
  }

  async function touch(eventId: string): Promise<EventBoard> {
    const board = known(eventId);
    if (board) return board;
    const pending = loading.get(eventId) ?? load(eventId).finally(() => loading.delete(eventId));
    loading.set(eventId, pending);
    return await pending;
  }

  /** The step on the board that the hold id leads to, or `otherwise` when it leads to none. */
  async function withHold<T>(holdId: string, otherwise: T, step: (board: EventBoard) => T): Promise<T> {
    const eventId = eventIdOfHold(holdId);
    if (!eventId) return otherwise;
    return await unlessUnknown(touch(eventId).then(step), otherwise);
  }

  const notFound = { ok: false, code: "hold-not-found" } as const;
  return {
    hold: async (request) => {
      requireSeats(request.seats);
      return (await touch(request.eventId)).hold(request, now());
    },
    change: async (request) => {
      requireSeats(request.seats);
      return await withHold(request.holdId, notFound, (board) => board.change(request, now()));
    },
    extend: (holdId, owners, ttlMs) =>
      withHold(holdId, notFound, (board) => board.extend(holdId, owners, ttlMs, now())),
    release: (holdId, owners) =>
      withHold(holdId, { ok: true }, (board) => board.release(holdId, owners, now())),
    claim: (request) => withHold(request.holdId, notFound, (board) => board.claim(request, now())),
    reactivate: (holdId, attempt, minimumMs) =>
      withHold(
        holdId,
        { active: false },
        (board) => board.reactivate(holdId, attempt, minimumMs, now()),
      ),
    sync: async (request) => (await touch(request.eventId)).sync(request, now()),

    sweep: (eventIds) => {
      for (const id of ends.keys()) known(id);
      const ended = eventIds.map((id) => loaded.get(id)?.sweep(now()) ?? 0);
      return Promise.resolve(ended.reduce((sum, count) => sum + count, 0));
    },
    stuckClaims: (eventIds, olderThanMs) => {
      const claims = eventIds.flatMap((id) => loaded.get(id)?.claimedBefore(now() - olderThanMs) ?? []);
      return Promise.resolve(
        claims.slice(0, STUCK_CLAIMS_MAX).map(({ eventId, id, attempt, bookingId = "", owner }) => (
          { eventId, holdId: id, attempt, bookingId, owner }
        )),
      );
    },

    get: (holdId, owners) => withHold(holdId, null, (board) => board.get(holdId, owners, now())),
    list: (eventId, owners) => unlessUnknown(touch(eventId).then((board) => board.list(owners, now())), []),

    snapshot: async (eventId) => (await touch(eventId)).snapshot(),
    snapshots: async (eventIds) => {
      const entries = await Promise.all(eventIds.map(async (id): Promise<[string, Snapshot][]> => {
        const board = await unlessUnknown(touch(id), null);
        return board ? [[id, board.snapshot()]] : [];
      }));
      return new Map(entries.flat());
    },
    feeds: (positions) => {
      const answers = positions.map(({ eventId, epoch, version }): [string, FeedResult] => [
        eventId,
        known(eventId)?.feed(epoch, version) ?? { reset: true },
      ]);
      return Promise.resolve(new Map(answers));
    },

    reset: async (eventId) => {
      // A load under way may have read the source before what the reset is for.
      await Promise.allSettled([loading.get(eventId)]);
      forget(eventId);
    },
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
