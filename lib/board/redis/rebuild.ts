/** Rebuilds an event's lost board from its source and the surviving holds. */
import { Unavailable, UnknownEvent } from "@/lib/errors.ts";
import { boardLifetimeMs, type BoardSource } from "../board.ts";
import { restore, type StoredHold } from "../restore.ts";
import { boardKeys } from "./keys.ts";
import { ReplyCode } from "./replies.ts";
import { type BoardStore, SHORT_WAIT_MS } from "./store.ts";

/** How long one process may take; after that another may start, and the first one's result is refused. */
const LOCK_MS = 10_000;
const POLL_MS = 20;

export interface RebuildOptions {
  store: BoardStore;
  source: BoardSource;
  /** Must return text without spaces. */
  newEpoch: () => string;
}

/**
 * Returns a function that rebuilds a lost board. One process builds it under a lock while the others wait briefly, so
 * that the first access to an event just works.
 * @throws {Unavailable} if the board is not ready yet, {UnknownEvent} if the source has no such event.
 */
export function boardRebuilder(
  { store, source, newEpoch }: RebuildOptions,
): (eventId: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();

  async function rebuild(eventId: string): Promise<void> {
    const keys = boardKeys(eventId);
    const lockedKeys = [...keys.board, keys.lock];
    const token = crypto.randomUUID();
    const reply = await store.run("beginRebuild", lockedKeys, { token, lockMs: LOCK_MS });
    if (reply[0] === ReplyCode.BUILT) return;
    if (reply[0] === ReplyCode.LOST) return await waitForOther(eventId);
    const [, now, ids, records] = reply as [number, number, string[], (string | null)[]];
    try {
      const truth = await source.load(eventId).catch((error) => {
        throw new Unavailable("the seat board could not be read from its source", undefined, {
          cause: error,
        });
      });
      if (!truth) throw new UnknownEvent(`no event ${eventId}`);
      const survivors = records.flatMap((record): StoredHold[] =>
        record === null ? [] : [JSON.parse(record)]
      );
      const { statuses, holders, holds } = restore(truth, survivors, now);
      const kept = new Map(holds.map((hold) => [hold.id, hold]));
      const [code] = await store.run("rebuild", lockedKeys, {
        token,
        epoch: newEpoch(),
        lifetimeMs: boardLifetimeMs(truth.endsAt, now),
        statuses: statuses.join(""),
        dropped: ids.filter((id) => !kept.has(id)),
        held: [...holders].map(([index, holdId]) => {
          const hold = kept.get(holdId);
          return { index, holdId, expiresAt: hold?.status === "active" ? hold.expiresAt : undefined };
        }),
      });
      if (code !== ReplyCode.DONE) throw new Unavailable("rebuilding the seat board took too long");
    } catch (error) {
      await store.run("abandonRebuild", lockedKeys, { token });
      throw error;
    }
  }

  async function waitForOther(eventId: string): Promise<void> {
    for (let waitedMs = 0; waitedMs < SHORT_WAIT_MS; waitedMs += POLL_MS) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if (await store.command((redis) => redis.exists(boardKeys(eventId).lock)) === 0) return;
    }
    throw new Unavailable("the seat board is being rebuilt");
  }

  return (eventId) => {
    const current = running.get(eventId) ?? rebuild(eventId).finally(() => running.delete(eventId));
    running.set(eventId, current);
    return current;
  };
}
