/** Building an event's board anew after it was lost, from the source and what survived of the holds. */
import { type BoardSource, Unavailable, UnknownEvent } from "../board.ts";
import { restore, type StoredHold } from "../restore.ts";
import { boardKeys } from "./keys.ts";
import { ReplyCode } from "./replies.ts";
import { type BoardStore, SHORT_WAIT_MS } from "./store.ts";

/** How long one process may take; after that another may begin and this one's work is refused. */
const LOCK_MS = 10_000;
const POLL_MS = 20;

export interface RebuildOptions {
  store: BoardStore;
  source: BoardSource;
  /** Made without a space. */
  newEpoch: () => string;
}

/**
 * A function that makes sure that a lost board is there again. One process builds it, under a lock; the others wait a
 * moment, so that the first touch of an event just works.
 * @throws {Unavailable} when it is not there yet, {UnknownEvent} when the source knows no such event.
 */
export function boardRebuilder(
  { store, source, newEpoch }: RebuildOptions,
): (eventId: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();

  async function rebuild(eventId: string): Promise<void> {
    const keys = boardKeys(eventId);
    const lockedKeys = [...keys.board, keys.lock];
    const token = crypto.randomUUID();
    const [code, now] = await store.run("beginRebuild", lockedKeys, { token, lockMs: LOCK_MS });
    if (code === ReplyCode.CHANGED) return;
    if (code === ReplyCode.LOST) return await waitForOther(eventId);
    try {
      await build(eventId, token, Number(now));
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
    throw new Unavailable("the seat board is being built anew");
  }

  async function build(eventId: string, token: string, now: number): Promise<void> {
    const keys = boardKeys(eventId);
    const truth = await source.load(eventId).catch((error) => {
      throw new Unavailable("the seat board could not be read from its source", undefined, { cause: error });
    });
    if (!truth) throw new UnknownEvent(`no event ${eventId}`);
    const records = await survivingRecords(eventId);
    const holds = records.map((record): StoredHold => JSON.parse(record));
    const restored = restore(truth, holds, now);
    const kept = new Map(restored.holds.map((hold) => [hold.id, hold]));
    const dropped = holds.filter((hold) => !kept.has(hold.id));
    const seats = [...restored.holders];
    const [code] = await store.run(
      "rebuild",
      [
        ...keys.board,
        keys.lock,
        ...dropped.flatMap((hold) => [keys.hold(hold.id), ...groupKeys(eventId, hold)]),
        ...seats.map(([index]) => keys.seat(index)),
      ],
      {
        token,
        epoch: newEpoch(),
        statuses: restored.statuses.join(""),
        dropped: records.filter((_, n) => !kept.has(holds[n].id)),
        kept: records.filter((_, n) => kept.has(holds[n].id)),
        seats: seats.map(([, holdId]) => {
          const hold = kept.get(holdId);
          return { holdId, expiresAt: hold?.status === "active" ? hold.expiresAt : undefined };
        }),
      },
    );
    if (code !== ReplyCode.DONE) throw new Unavailable("building the seat board anew took too long");
  }

  /** Claimed holds come first: their bookings are being paid. */
  async function survivingRecords(eventId: string): Promise<string[]> {
    const keys = boardKeys(eventId);
    const [claimed, active] = await store.command((redis) =>
      Promise.all([redis.zrange(keys.claimed, 0, -1), redis.zrange(keys.holds, 0, -1)])
    );
    const ids = [...claimed, ...active];
    if (ids.length === 0) return [];
    const records = await store.command((redis) => redis.mget(ids.map((id) => keys.hold(id))));
    return records.filter((record) => record !== null);
  }

  return (eventId) => {
    const current = running.get(eventId) ?? rebuild(eventId).finally(() => running.delete(eventId));
    running.set(eventId, current);
    return current;
  };
}

/** The keys of what counts the hold among an owner's and an address's seats. */
export function groupKeys(eventId: string, hold: Pick<StoredHold, "owner" | "address">): string[] {
  const keys = boardKeys(eventId);
  return [keys.owner(hold.owner), ...(hold.address === undefined ? [] : [keys.address(hold.address)])];
}
