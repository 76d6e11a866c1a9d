/** The seat board in Redis, shared by any number of processes: one Lua script makes each change in one step. */
import {
  type BoardSource,
  type BuyerLimit,
  type ChangeRequest,
  type ClaimAnswer,
  type ClaimRequest,
  type Delta,
  eventIdOfHold,
  type FeedAnswer,
  type HeldSeat,
  type Hold,
  type HoldAnswer,
  type HoldRequest,
  type SeatBoard,
  type SeatStatus,
  type SettleRequest,
  type Snapshot,
  Unavailable,
  unlessUnknown,
} from "../board.ts";
import { STUCK_CLAIMS_MAX } from "../event_board.ts";
import { publicHold, type StoredHold } from "../restore.ts";
import { connectRedis } from "./connection.ts";
import { boardKeys } from "./keys.ts";
import { boardRebuilder, groupKeys } from "./rebuild.ts";
import { refusalOf, type Reply, ReplyCode } from "./replies.ts";
import type { ScriptName } from "./scripts.ts";
import { type BoardStore, boardStore } from "./store.ts";

/** How often a step is repeated because the board was lost or a hold changed since it was read. */
const TRIES_MAX = 5;
/** Most holds of an event that one sweep ends. */
const SWEEP_MAX = 1_000;

export interface RedisBoardOptions {
  /** One address, or several separated by commas for a Redis Cluster. */
  urls: string;
  source: BoardSource;
  /** Told of every failed connection; calls meanwhile throw `Unavailable`. */
  onError: (error: Error) => void;
  newEpoch?: () => string;
  /** Tests only: drives the board's time (milliseconds) in place of the server's clock. */
  clock?: () => number;
}

/** Opens the board; it connects in the background. */
export function redisBoard(options: RedisBoardOptions): SeatBoard {
  const redis = connectRedis(options.urls, options.onError);
  return new RedisBoard(boardStore(redis, options.clock), options, () => redis.disconnect());
}

/** The board's operations: which script with which keys, and what its reply means. */
export class RedisBoard implements SeatBoard {
  readonly #store: BoardStore;
  readonly #rebuild: (eventId: string) => Promise<void>;
  readonly #disconnect: () => void;

  constructor(
    store: BoardStore,
    { source, newEpoch = () => crypto.randomUUID() }: Pick<RedisBoardOptions, "source" | "newEpoch">,
    disconnect: () => void,
  ) {
    this.#store = store;
    this.#rebuild = boardRebuilder({ store, source, newEpoch });
    this.#disconnect = disconnect;
  }

  /** Repeats a step for as long as it says that the board was lost or that something changed since it was read. */
  async #attempt(eventId: string, step: () => Promise<Reply>): Promise<Reply> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const reply = await step();
      if (reply[0] === ReplyCode.LOST) await this.#rebuild(eventId);
      else if (reply[0] !== ReplyCode.CHANGED) return reply;
    }
    throw new Unavailable("the seat board changed with every try");
  }

  /** Runs a script about an existing hold; `more` adds what the script needs beyond the hold's own keys. */
  async #runOnHold(
    script: ScriptName,
    holdId: string,
    more: (hold: StoredHold | null) => { request: object; keys?: string[] },
  ): Promise<Reply> {
    const eventId = eventIdOfHold(holdId);
    if (!eventId) return [ReplyCode.HOLD_NOT_FOUND];
    const keys = boardKeys(eventId);
    const step = async () => {
      const record = await this.#store.command((redis) => redis.get(keys.hold(holdId))) ?? "";
      const hold: StoredHold | null = record ? JSON.parse(record) : null;
      const { request, keys: moreKeys = [] } = more(hold);
      const holdKeys = hold ? keysOfHold(hold) : [keys.hold(holdId)];
      return await this.#store.run(script, [...keys.board, ...holdKeys, ...moreKeys], record, request);
    };
    return await unlessUnknown<Reply, Reply>(this.#attempt(eventId, step), [ReplyCode.HOLD_NOT_FOUND]);
  }

  async #endDue(holdId: string): Promise<number> {
    const [code, ended] = await this.#runOnHold("endDue", holdId, () => ({ request: { id: holdId } }));
    return code === ReplyCode.DONE ? Number(ended) : 0;
  }

  async hold(request: HoldRequest): Promise<HoldAnswer> {
    const { eventId, holdId, owner, limit, address } = request;
    const keys = boardKeys(eventId);
    const scriptKeys = [
      ...keys.board,
      keys.hold(holdId),
      ...groupKeys(eventId, { owner, address: address?.key }),
      ...(limit?.owners ?? []).map(keys.owner),
      ...request.seats.map((seat) => keys.seat(seat.index)),
    ];
    const details = {
      id: holdId,
      eventId,
      owner,
      seats: plainSeats(request.seats),
      chartVersion: request.chartVersion,
      ttlMs: request.ttlMs,
      maxMs: request.maxMs,
      ...limitDetails(limit),
      address,
      bookingId: request.claimedBy?.bookingId,
    };
    const reply = await this.#attempt(eventId, async () => {
      const reply = await this.#store.run("hold", scriptKeys, details);
      if (reply[0] === ReplyCode.CHANGED) await this.#endDue(holdId);
      return reply;
    });
    return holdAnswer(reply);
  }

  async change(request: ChangeRequest): Promise<HoldAnswer> {
    const { holdId, owners, limit, address } = request;
    const keys = boardKeys(eventIdOfHold(holdId) ?? "");
    const reply = await this.#runOnHold("change", holdId, (hold) => {
      const has = new Map(hold?.seats.map((seat) => [seat.index, seat]));
      const seats = plainSeats(request.seats).map((seat) => has.get(seat.index) ?? seat);
      const added = seats.filter((seat) => !has.has(seat.index));
      return {
        request: { owners, seats, added, ...limitDetails(limit), address },
        keys: [
          ...(limit?.owners ?? []).map(keys.owner),
          ...(address ? [keys.address(address.key)] : []),
          ...added.map((seat) => keys.seat(seat.index)),
        ],
      };
    });
    return holdAnswer(reply);
  }

  async extend(holdId: string, owners: string[], ttlMs: number): Promise<HoldAnswer> {
    return holdAnswer(await this.#runOnHold("extend", holdId, () => ({ request: { owners, ttlMs } })));
  }

  async release(holdId: string, owners: string[]): ReturnType<SeatBoard["release"]> {
    const refusal = refusalOf(await this.#runOnHold("release", holdId, () => ({ request: { owners } })));
    return refusal?.code === "hold-claimed" ? refusal : { ok: true };
  }

  async claim(request: ClaimRequest): Promise<ClaimAnswer> {
    const { holdId, owners, idempotencyHash, bookingId } = request;
    const reply = await this.#runOnHold("claim", holdId, () => ({
      request: { owners, idempotencyHash, bookingId },
    }));
    // A hold that the claim script answers with is claimed, so it has a booking.
    return holdAnswer(reply) as ClaimAnswer;
  }

  async reactivate(holdId: string, attempt: number, minimumMs: number): Promise<{ active: boolean }> {
    const [code, active] = await this.#runOnHold(
      "reactivate",
      holdId,
      () => ({ request: { attempt, minimumMs } }),
    );
    return { active: code === ReplyCode.DONE && active === 1 };
  }

  async settle({ eventId, seats, ended }: SettleRequest): Promise<void> {
    const keys = boardKeys(eventId);
    await this.#attempt(eventId, async () => {
      const records = await this.#readRecords(eventId, ended.map((one) => one.holdId));
      const ending = records.filter((record, n) => {
        const hold: StoredHold | null = record && JSON.parse(record);
        return hold?.status === "claimed" && hold.attempt === ended[n].attempt;
      }) as string[];
      const scriptKeys = [
        ...keys.board,
        ...ending.flatMap((record) => keysOfHold(JSON.parse(record))),
        ...seats.map((seat) => keys.seat(seat.index)),
      ];
      return await this.#store.run("settle", scriptKeys, { seats, ended: ending });
    });
  }

  /** The ids that a listing script answers, none for an unknown event. */
  async #listHolds(
    script: "due" | "claimedBefore",
    eventId: string,
    request: object,
  ): Promise<string[]> {
    const step = () => this.#store.run(script, boardKeys(eventId).board, request);
    const [, ids] = await unlessUnknown<Reply, Reply>(this.#attempt(eventId, step), [ReplyCode.DONE, []]);
    return ids as string[];
  }

  async sweep(eventIds: string[]): Promise<number> {
    const ended = await Promise.all(eventIds.map(async (eventId) => {
      const ids = await this.#listHolds("due", eventId, { most: SWEEP_MAX });
      return sum(await Promise.all(ids.map((id) => this.#endDue(id))));
    }));
    return sum(ended);
  }

  async stuckClaims(eventIds: string[], olderThanMs: number) {
    const claims = await Promise.all(eventIds.map(async (eventId) => {
      const ids = await this.#listHolds("claimedBefore", eventId, { olderThanMs, most: STUCK_CLAIMS_MAX });
      const records = await this.#readRecords(eventId, ids);
      return records.flatMap((record) => {
        const { id, attempt, bookingId, owner }: Partial<StoredHold> = record ? JSON.parse(record) : {};
        return id && attempt && bookingId && owner
          ? [{ eventId, holdId: id, attempt, bookingId, owner }]
          : [];
      });
    }));
    return claims.flat().slice(0, STUCK_CLAIMS_MAX);
  }

  async #readRecords(eventId: string, holdIds: string[]): Promise<(string | null)[]> {
    if (holdIds.length === 0) return [];
    return await this.#store.command((redis) => redis.mget(holdIds.map(boardKeys(eventId).hold)));
  }

  async get(holdId: string, owners: string[]): Promise<Hold | null> {
    const eventId = eventIdOfHold(holdId);
    if (!eventId) return null;
    const keys = boardKeys(eventId);
    const step = () => this.#store.run("get", [...keys.board, keys.hold(holdId)], { owners });
    const reply = await unlessUnknown(this.#attempt(eventId, step), null);
    return reply && reply[0] === ReplyCode.DONE ? parseHold(reply[1]) : null;
  }

  async list(eventId: string, owners: string[]): Promise<Hold[]> {
    const keys = boardKeys(eventId);
    const ids = await this.#store.command((redis) =>
      Promise.all(owners.map((owner) => redis.hkeys(keys.owner(owner))))
    );
    const holds = await Promise.all([...new Set(ids.flat())].map((id) => this.get(id, owners)));
    return holds.filter((hold) => hold !== null);
  }

  async snapshot(eventId: string): Promise<Snapshot> {
    const { epoch, version, statuses } = boardKeys(eventId);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const parts = await this.#store.command((redis) => redis.mget(epoch, version, statuses));
      if (parts.every((part) => part !== null)) {
        return { epoch: parts[0].split(" ")[0], version: Number(parts[1]), statuses: parts[2] };
      }
      await this.#rebuild(eventId);
    }
    throw new Unavailable("the seat board was lost with every try");
  }

  async snapshots(eventIds: string[]): Promise<Map<string, Snapshot>> {
    const known = await Promise.all(eventIds.map((eventId) => unlessUnknown(this.snapshot(eventId), null)));
    return new Map(eventIds.flatMap((eventId, n) => known[n] ? [[eventId, known[n]]] : []));
  }

  async feeds(positions: Parameters<SeatBoard["feeds"]>[0]): Promise<Map<string, FeedAnswer>> {
    const answers = await Promise.all(
      positions.map(({ eventId, epoch, version }) => this.#feed(eventId, epoch, version)),
    );
    return new Map(positions.map(({ eventId }, n) => [eventId, answers[n]]));
  }

  async #feed(eventId: string, epoch: string, version: number): Promise<FeedAnswer> {
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

  async reset(eventId: string): Promise<void> {
    await this.#store.command((redis) => redis.del(boardKeys(eventId).epoch));
  }

  async ping(): Promise<void> {
    await this.#store.command((redis) => redis.ping());
  }

  close(): Promise<void> {
    this.#disconnect();
    return Promise.resolve();
  }
}

type StreamEntry = [id: string, fields: string[]];

/** The keys that a script about an existing hold is given: its record, its groups, its seats. */
function keysOfHold(hold: StoredHold): string[] {
  const keys = boardKeys(hold.eventId);
  return [
    keys.hold(hold.id),
    ...groupKeys(hold.eventId, hold),
    ...hold.seats.map((seat) => keys.seat(seat.index)),
  ];
}

/** Records keep these two members only, whatever else a caller's seats may have. */
function plainSeats(seats: HeldSeat[]): HeldSeat[] {
  return seats.map(({ index, price }) => ({ index, price }));
}

/** How scripts are told of a limit: the owners' keys are among KEYS, so only their number is. */
function limitDetails(limit?: BuyerLimit): { limit?: number; limitOwners: number } {
  return { limit: limit?.seats, limitOwners: limit?.owners.length ?? 0 };
}

function holdAnswer(reply: Reply): HoldAnswer {
  return refusalOf(reply) ?? { ok: true, hold: parseHold(reply[1]) };
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

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
