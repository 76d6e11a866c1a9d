/** The seat board in Redis, shared by any number of processes: each change is one atomic Lua script. */
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { Unavailable } from "@/lib/errors.ts";
import {
  type BoardSource,
  type ChangeRequest,
  type ClaimOutcome,
  type ClaimRequest,
  type Delta,
  eventIdOfHold,
  type FeedResult,
  type HeldSeat,
  type Hold,
  type HoldOutcome,
  type HoldRequest,
  type Position,
  requireSeats,
  type SeatBoard,
  type Snapshot,
  sumOfSwept,
  type Swept,
  type SyncRequest,
  unlessUnknown,
} from "../board.ts";
import { createKicks, type Kicks } from "@/lib/messaging/kicks.ts";
import { redisKicks } from "@/lib/messaging/redis_kicks.ts";
import { STUCK_CLAIMS_MAX } from "../event_board.ts";
import { publicHold, type StoredHold } from "../restore.ts";
import { connectRedis } from "./connection.ts";
import { boardKeys } from "./keys.ts";
import { boardRebuilder } from "./rebuild.ts";
import { refusalOfReply, type Reply, ReplyCode } from "./replies.ts";
import type { ScriptName } from "./scripts.ts";
import { type BoardStore, boardStore } from "./store.ts";

/** How many times an operation is tried if the board is lost each time. */
const TRIES_MAX = 5;
/** The most holds that one run of a script ends, so that it does not block others for long. */
const SWEEP_MAX = 100;
/** The channel of {@link SeatBoard.onChange}, and the least time between a process's messages: no reader reacts sooner. */
const CHANGES = "aisle:seats";
const CHANGES_REST_MS = 20;
/** The scripts that usually change seats. Most sweeps change none, so `sweep` announces its changes itself. */
const CHANGING: ReadonlySet<ScriptName> = new Set(["hold", "change", "release", "reactivate", "sync"]);

export interface RedisBoardOptions {
  /** One URL, or several separated by commas for a Redis Cluster. */
  urls: string;
  source: BoardSource;
  /** Called for every connection error; calls throw `Unavailable` until the connection is back. */
  onError: (error: Error) => void;
  newEpoch?: () => string;
  /** Tests only: drives the board's time (milliseconds) instead of the server's clock. */
  clock?: () => number;
}

/** Opens the board; it connects in the background. */
export function redisBoard({ urls, source, onError, newEpoch, clock }: RedisBoardOptions): SeatBoard {
  const [redis, subscriber] = [connectRedis(urls, onError), connectRedis(urls, onError)];
  const changes = redisKicks({
    publisher: redis,
    subscriber,
    onError,
    channel: CHANGES,
    restMs: CHANGES_REST_MS,
  });
  return new RedisBoard(boardStore(redis, clock), { source, newEpoch, changes }, () => {
    changes.stop();
    redis.disconnect();
    subscriber.disconnect();
  });
}

/**
 * The board's operations, each one script and one round trip. This class builds their requests and interprets their
 * replies.
 */
export class RedisBoard implements SeatBoard {
  readonly #store: BoardStore;
  readonly #rebuild: (eventId: string) => Promise<void>;
  readonly #changes: Kicks;
  readonly #disconnect: () => void;

  /** `changes` connects the boards of several processes; by default this one is alone. */
  constructor(
    store: BoardStore,
    { source, newEpoch = () => crypto.randomUUID(), changes = createKicks() }:
      & Pick<RedisBoardOptions, "source" | "newEpoch">
      & { changes?: Kicks },
    disconnect: () => void,
  ) {
    this.#changes = changes;
    this.#store = store;
    this.#rebuild = boardRebuilder({ store, source, newEpoch });
    this.#disconnect = disconnect;
  }

  /** Runs a script on an event's board; if the board is lost, rebuilds it and runs the script again. */
  async #run(script: ScriptName, eventId: string, request: object, ...moreKeys: string[]): Promise<Reply> {
    const keys = [...boardKeys(eventId).board, ...moreKeys];
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const reply = await this.#store.run(script, keys, request);
      if (reply[0] !== ReplyCode.LOST) {
        if (CHANGING.has(script) && reply[0] === ReplyCode.DONE) this.#changes.kick();
        return reply;
      }
      await this.#rebuild(eventId);
    }
    throw new Unavailable("the seat board was lost on every try");
  }

  /** Runs a script on an existing hold. */
  async #runOnHold(script: ScriptName, holdId: string, request: object): Promise<Reply> {
    const eventId = eventIdOfHold(holdId);
    if (!eventId) return [ReplyCode.HOLD_NOT_FOUND];
    const run = this.#run(script, eventId, request, boardKeys(eventId).hold(holdId));
    return await unlessUnknown<Reply, Reply>(run, [ReplyCode.HOLD_NOT_FOUND]);
  }

  async hold(request: HoldRequest): Promise<HoldOutcome> {
    requireSeats(request.seats);
    const { eventId, holdId, owner, chartVersion, ttlMs, maxMs, limit } = request;
    const details = {
      id: holdId,
      eventId,
      owner,
      seats: plainSeats(request.seats),
      chartVersion,
      ttlMs,
      maxMs,
      limit,
      // Lua's JSON encoder turns an empty list into an object.
      addresses: request.addresses?.length ? request.addresses : undefined,
      coolDowns: request.coolDowns?.length ? request.coolDowns : undefined,
      bookingId: request.claimedBy?.bookingId,
    };
    return holdOutcome(await this.#run("hold", eventId, details, boardKeys(eventId).hold(holdId)));
  }

  async change({ holdId, owners, seats, limit, addresses }: ChangeRequest): Promise<HoldOutcome> {
    requireSeats(seats);
    const request = { owners, seats: plainSeats(seats), limit, addresses };
    return holdOutcome(await this.#runOnHold("change", holdId, request));
  }

  async extend(holdId: string, owners: string[], ttlMs: number): Promise<HoldOutcome> {
    return holdOutcome(await this.#runOnHold("extend", holdId, { owners, ttlMs }));
  }

  async release(holdId: string, owners: string[]): ReturnType<SeatBoard["release"]> {
    const refusal = refusalOfReply(await this.#runOnHold("release", holdId, { owners }));
    return refusal?.code === "hold-claimed" ? refusal : { ok: true };
  }

  async claim({ holdId, ...request }: ClaimRequest): Promise<ClaimOutcome> {
    const reply = await this.#runOnHold("claim", holdId, request);
    const [code, record] = reply;
    if (code === ReplyCode.HOLD_CHANGED) return { ok: false, code: "hold-changed", hold: parseHold(record) };
    // A hold that the claim script returns is claimed, so it has a booking.
    return holdOutcome(reply) as ClaimOutcome;
  }

  async reactivate(holdId: string, attempt: number, minimumMs: number): Promise<{ active: boolean }> {
    const [code, active] = await this.#runOnHold("reactivate", holdId, { attempt, minimumMs });
    return { active: code === ReplyCode.DONE && active === 1 };
  }

  async sync({ eventId, seats, ended }: SyncRequest): Promise<void> {
    await this.#run("sync", eventId, { seats, ended });
  }

  /** Returns what a script finds on an event's board, or `none` for an unknown event. */
  async #find<T>(script: ScriptName, eventId: string, request: object, none: T): Promise<T> {
    const [, found] = await unlessUnknown<Reply, Reply>(this.#run(script, eventId, request), [
      ReplyCode.DONE,
      none,
    ]);
    return found as T;
  }

  async sweep(eventIds: string[]): Promise<Swept> {
    const swept = sumOfSwept(await Promise.all(eventIds.map((eventId) => this.#sweep(eventId))));
    if (swept.ended > 0) this.#changes.kick();
    return swept;
  }

  async #sweep(eventId: string): Promise<Swept> {
    let ended = 0;
    while (true) {
      const [count, nextInMs] = await this.#find<number[]>("sweep", eventId, { max: SWEEP_MAX }, [0]);
      ended += count;
      if (count < SWEEP_MAX) return { ended, nextInMs: nextInMs ?? Infinity };
    }
  }

  async stuckClaims(eventIds: string[], olderThanMs: number): ReturnType<SeatBoard["stuckClaims"]> {
    const request = { olderThanMs, max: STUCK_CLAIMS_MAX };
    const records = await Promise.all(
      eventIds.map((eventId) => this.#find<(string | null)[]>("stuckClaims", eventId, request, [])),
    );
    return records.flat().flatMap((record) => {
      if (record === null) return [];
      const { eventId, id, attempt, bookingId = "", owner }: StoredHold = JSON.parse(record);
      return [{ eventId, holdId: id, attempt, bookingId, owner }];
    }).slice(0, STUCK_CLAIMS_MAX);
  }

  async get(holdId: string, owners: string[]): Promise<Hold | null> {
    const [code, record] = await this.#runOnHold("get", holdId, { owners });
    return code === ReplyCode.DONE ? parseHold(record) : null;
  }

  async list(eventId: string, owners: string[]): Promise<Hold[]> {
    return (await this.#find<string[]>("list", eventId, { owners }, [])).map(parseHold);
  }

  async snapshot(eventId: string): Promise<Snapshot> {
    return snapshotOf(await this.#run("snapshot", eventId, {}));
  }

  async snapshotUnlessAt(eventId: string, { epoch, version }: Position): Promise<Snapshot | null> {
    const reply = await this.#run("snapshot", eventId, { epoch, version });
    return reply.length === 1 ? null : snapshotOf(reply);
  }

  async snapshots(eventIds: string[]): Promise<Map<string, Snapshot>> {
    const known = await Promise.all(eventIds.map((eventId) => unlessUnknown(this.snapshot(eventId), null)));
    return new Map(eventIds.flatMap((eventId, n) => known[n] ? [[eventId, known[n]]] : []));
  }

  async feeds(positions: Parameters<SeatBoard["feeds"]>[0]): Promise<Map<string, FeedResult>> {
    const feeds = await Promise.all(
      positions.map(({ eventId, epoch, version }) => this.#feed(eventId, epoch, version)),
    );
    return new Map(positions.map(({ eventId }, n) => [eventId, feeds[n]]));
  }

  async #feed(eventId: string, epoch: string, version: number): Promise<FeedResult> {
    const [code, latest, entries] = await this.#store.run("feed", boardKeys(eventId).board, {
      epoch,
      version,
    });
    if (code !== ReplyCode.DONE) return { reset: true };
    const deltas = (entries as StreamEntry[]).map(parseDelta);
    const isWhole = deltas.length === Number(latest) - version &&
      (deltas[0]?.version ?? version + 1) === version + 1;
    return isWhole ? { epoch, deltas } : { reset: true };
  }

  onChange(listener: () => void): () => void {
    return this.#changes.onKick(listener);
  }

  async reset(eventId: string): Promise<void> {
    await this.#store.command((redis) => redis.del(boardKeys(eventId).epoch));
    this.#changes.kick();
  }

  async ping(): Promise<void> {
    await this.#store.command((redis) => redis.ping());
  }

  close(): Promise<void> {
    this.#disconnect();
    return Promise.resolve();
  }
}

function snapshotOf([, epoch, version, statuses]: Reply): Snapshot {
  return { epoch, version, statuses } as Snapshot;
}

type StreamEntry = [id: string, fields: string[]];

/** Keeps any other members of a caller's seats out of the records. */
function plainSeats(seats: HeldSeat[]): HeldSeat[] {
  return seats.map(({ index, price }) => ({ index, price }));
}

function holdOutcome(reply: Reply): HoldOutcome {
  return refusalOfReply(reply) ?? { ok: true, hold: parseHold(reply[1]) };
}

function parseHold(record: unknown): Hold {
  return publicHold(JSON.parse(String(record)));
}

/** From `["7-0", ["seats", "12h 13a"]]`. */
function parseDelta([id, [, text]]: StreamEntry): Delta {
  const seats = text.split(" ").map((seat): [number, SeatStatus] => [
    Number(seat.slice(0, -1)),
    seat.slice(-1) as SeatStatus,
  ]);
  return { version: Number.parseInt(id), seats };
}
