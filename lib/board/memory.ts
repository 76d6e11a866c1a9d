/** The seat board of a single process, in memory; an event's board is restored from the source on first access. */
import { Unavailable, UnknownEvent } from "@/lib/errors.ts";
import { createKicks } from "@/lib/messaging/kicks.ts";
import {
  boardLifetimeMs,
  type BoardSource,
  eventIdOfHold,
  type FeedResult,
  requireSeats,
  type SeatBoard,
  type Snapshot,
  sumOfSwept,
  unlessUnknown,
} from "./board.ts";
import { EventBoard, STUCK_CLAIMS_MAX } from "./event_board.ts";
import { restore, type StoredHold } from "./restore.ts";

export interface MemoryBoardOptions {
  source: BoardSource;
  /** Returns Unix time in milliseconds. */
  now: () => number;
  /** Returns the epoch for a newly built board. */
  newEpoch?: () => string;
}

/**
 * Returns a seat board for a single process. Concurrent first accesses to an event share one load; after a failed load,
 * the next access tries again.
 */
export function memoryBoard(
  { source, now, newEpoch = () => crypto.randomUUID() }: MemoryBoardOptions,
): SeatBoard {
  const loaded = new Map<string, EventBoard>();
  /** When each board expires. */
  const ends = new Map<string, number>();
  const loading = new Map<string, Promise<EventBoard>>();
  /** Holds of boards that were reset or have expired, until they are rebuilt. */
  const survivors = new Map<string, StoredHold[]>();
  const changes = createKicks();

  async function load(eventId: string): Promise<EventBoard> {
    const truth = await source.load(eventId).catch((error) => {
      throw new Unavailable("the seat board could not be read from its source", undefined, { cause: error });
    });
    if (!truth) throw new UnknownEvent(`no event ${eventId}`);
    const board = new EventBoard(
      newEpoch(),
      restore(truth, survivors.get(eventId) ?? [], now()),
      changes.kick,
    );
    survivors.delete(eventId);
    loaded.set(eventId, board);
    ends.set(eventId, now() + boardLifetimeMs(truth.endsAt, now()));
    return board;
  }

  /** The board of an event, if it is loaded and has not expired. */
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

  /** Runs `step` on the board of the hold's event, or returns `otherwise` if there is no such event. */
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
      return Promise.resolve(sumOfSwept(eventIds.flatMap((id) => loaded.get(id)?.sweep(now()) ?? [])));
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
    snapshotUnlessAt: async (eventId, { epoch, version }) => {
      const snapshot = (await touch(eventId)).snapshot();
      return snapshot.epoch === epoch && snapshot.version === version ? null : snapshot;
    },
    snapshots: async (eventIds) => {
      const entries = await Promise.all(eventIds.map(async (id): Promise<[string, Snapshot][]> => {
        const board = await unlessUnknown(touch(id), null);
        return board ? [[id, board.snapshot()]] : [];
      }));
      return new Map(entries.flat());
    },
    feeds: (positions) => {
      const results = positions.map(({ eventId, epoch, version }): [string, FeedResult] => [
        eventId,
        known(eventId)?.feed(epoch, version) ?? { reset: true },
      ]);
      return Promise.resolve(new Map(results));
    },

    onChange: changes.onKick,

    reset: async (eventId) => {
      // A load in progress may have read the source before the change that the reset is for.
      await Promise.allSettled([loading.get(eventId)]);
      forget(eventId);
      changes.kick();
    },
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
