/** The seat board in Redis, shared by any number of processes: one Lua script makes each change in one step. */
import {
  type BoardSource,
  type BuyerLimit,
  type ClaimAnswer,
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
  const close = () => Promise.resolve(redis.disconnect());
  return { ...boardOnStore(boardStore(redis, options.clock), options), close };
}

/** The board's operations: which script with which keys, and what its reply means. */
export function boardOnStore(
  store: BoardStore,
  { source, newEpoch = () => crypto.randomUUID() }: Pick<RedisBoardOptions, "source" | "newEpoch">,
): Omit<SeatBoard, "close"> {
  const rebuild = boardRebuilder({ store, source, newEpoch });

  /** Repeats a step for as long as it says that the board was lost or that something changed since it was read. */
  async function attempt(eventId: string, step: () => Promise<Reply>): Promise<Reply> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const reply = await step();
      if (reply[0] === ReplyCode.LOST) await rebuild(eventId);
      else if (reply[0] !== ReplyCode.CHANGED) return reply;
    }
    throw new Unavailable("the seat board changed with every try");
  }

  /** Runs a script about an existing hold; `more` adds what the script needs beyond the hold's own keys. */
  async function runOnHold(
    script: ScriptName,
    holdId: string,
    more: (hold: StoredHold | null) => { request: object; keys?: string[] },
  ): Promise<Reply> {
    const eventId = eventIdOfHold(holdId);
    if (!eventId) return [ReplyCode.HOLD_NOT_FOUND];
    const keys = boardKeys(eventId);
    const step = async () => {
      const record = await store.command((redis) => redis.get(keys.hold(holdId))) ?? "";
      const hold: StoredHold | null = record ? JSON.parse(record) : null;
      const { request, keys: moreKeys = [] } = more(hold);
      const holdKeys = hold ? keysOfHold(hold) : [keys.hold(holdId)];
      return await store.run(script, [...keys.board, ...holdKeys, ...moreKeys], record, request);
    };
    return await unlessUnknown<Reply, Reply>(attempt(eventId, step), [ReplyCode.HOLD_NOT_FOUND]);
  }

  async function endDue(holdId: string): Promise<number> {
    const [code, ended] = await runOnHold("endDue", holdId, () => ({ request: { id: holdId } }));
    return code === ReplyCode.DONE ? Number(ended) : 0;
  }

  async function hold(request: HoldRequest): Promise<HoldAnswer> {
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
    const reply = await attempt(eventId, async () => {
      const reply = await store.run("hold", scriptKeys, details);
      if (reply[0] === ReplyCode.CHANGED) await endDue(holdId);
      return reply;
    });
    return holdAnswer(reply);
  }

  async function change(request: Parameters<SeatBoard["change"]>[0]): Promise<HoldAnswer> {
    const { holdId, owners, limit, address } = request;
    const keys = boardKeys(eventIdOfHold(holdId) ?? "");
    const reply = await runOnHold("change", holdId, (hold) => {
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

  async function release(holdId: string, owners: string[]): ReturnType<SeatBoard["release"]> {
    const refusal = refusalOf(await runOnHold("release", holdId, () => ({ request: { owners } })));
    return refusal?.code === "hold-claimed" ? refusal : { ok: true };
  }

  async function claim(request: Parameters<SeatBoard["claim"]>[0]): Promise<ClaimAnswer> {
    const { holdId, owners, idempotencyHash, bookingId } = request;
    const reply = await runOnHold("claim", holdId, () => ({
      request: { owners, idempotencyHash, bookingId },
    }));
    // A hold that the claim script answers with is claimed, so it has a booking.
    return holdAnswer(reply) as ClaimAnswer;
  }

  async function settle({ eventId, seats, ended }: SettleRequest): Promise<void> {
    const keys = boardKeys(eventId);
    await attempt(eventId, async () => {
      const records = await readRecords(eventId, ended.map((one) => one.holdId));
      const ending = records.filter((record, n) => {
        const hold: StoredHold | null = record && JSON.parse(record);
        return hold?.status === "claimed" && hold.attempt === ended[n].attempt;
      }) as string[];
      const scriptKeys = [
        ...keys.board,
        ...ending.flatMap((record) => keysOfHold(JSON.parse(record))),
        ...seats.map((seat) => keys.seat(seat.index)),
      ];
      return await store.run("settle", scriptKeys, { seats, ended: ending });
    });
  }

  /** The ids that a listing script answers, none for an unknown event. */
  async function listHolds(
    script: "due" | "claimedBefore",
    eventId: string,
    request: object,
  ): Promise<string[]> {
    const step = () => store.run(script, boardKeys(eventId).board, request);
    const [, ids] = await unlessUnknown<Reply, Reply>(attempt(eventId, step), [ReplyCode.DONE, []]);
    return ids as string[];
  }

  async function sweep(eventIds: string[]): Promise<number> {
    const ended = await Promise.all(eventIds.map(async (eventId) => {
      const ids = await listHolds("due", eventId, { most: SWEEP_MAX });
      return sum(await Promise.all(ids.map(endDue)));
    }));
    return sum(ended);
  }

  async function stuckClaims(eventIds: string[], olderThanMs: number) {
    const claims = await Promise.all(eventIds.map(async (eventId) => {
      const ids = await listHolds("claimedBefore", eventId, { olderThanMs, most: STUCK_CLAIMS_MAX });
      const records = await readRecords(eventId, ids);
      return records.flatMap((record) => {
        const { id, attempt, bookingId, owner }: Partial<StoredHold> = record ? JSON.parse(record) : {};
        return id && attempt && bookingId && owner
          ? [{ eventId, holdId: id, attempt, bookingId, owner }]
          : [];
      });
    }));
    return claims.flat().slice(0, STUCK_CLAIMS_MAX);
  }

  async function readRecords(eventId: string, holdIds: string[]): Promise<(string | null)[]> {
    if (holdIds.length === 0) return [];
    return await store.command((redis) => redis.mget(holdIds.map(boardKeys(eventId).hold)));
  }

  async function get(holdId: string, owners: string[]): Promise<Hold | null> {
    const eventId = eventIdOfHold(holdId);
    if (!eventId) return null;
    const keys = boardKeys(eventId);
    const step = () => store.run("get", [...keys.board, keys.hold(holdId)], { owners });
    const reply = await unlessUnknown(attempt(eventId, step), null);
    return reply && reply[0] === ReplyCode.DONE ? parseHold(reply[1]) : null;
  }

  async function list(eventId: string, owners: string[]): Promise<Hold[]> {
    const keys = boardKeys(eventId);
    const ids = await store.command((redis) =>
      Promise.all(owners.map((owner) => redis.hkeys(keys.owner(owner))))
    );
    const holds = await Promise.all([...new Set(ids.flat())].map((id) => get(id, owners)));
    return holds.filter((hold) => hold !== null);
  }

  async function snapshot(eventId: string): Promise<Snapshot> {
    const { epoch, version, statuses } = boardKeys(eventId);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const parts = await store.command((redis) => redis.mget(epoch, version, statuses));
      if (parts.every((part) => part !== null)) {
        return { epoch: parts[0].split(" ")[0], version: Number(parts[1]), statuses: parts[2] };
      }
      await rebuild(eventId);
    }
    throw new Unavailable("the seat board was lost with every try");
  }

  async function snapshots(eventIds: string[]): Promise<Map<string, Snapshot>> {
    const known = await Promise.all(eventIds.map((eventId) => unlessUnknown(snapshot(eventId), null)));
    return new Map(eventIds.flatMap((eventId, n) => known[n] ? [[eventId, known[n]]] : []));
  }

  async function feed(eventId: string, epoch: string, version: number): Promise<FeedAnswer> {
    const [code, latest, entries] = await store.run("feed", boardKeys(eventId).board, { epoch, version });
    if (code !== ReplyCode.DONE) return { reset: true };
    const deltas = (entries as StreamEntry[]).map(parseDelta);
    const isWhole = deltas.length === Number(latest) - version &&
      (deltas[0]?.version ?? version + 1) === version + 1;
    return isWhole ? { epoch, deltas } : { reset: true };
  }

  return {
    hold,
    change,
    extend: async (holdId, owners, ttlMs) =>
      holdAnswer(await runOnHold("extend", holdId, () => ({ request: { owners, ttlMs } }))),
    release,
    claim,
    reactivate: async (holdId, attempt, minimumMs) => {
      const [code, active] = await runOnHold(
        "reactivate",
        holdId,
        () => ({ request: { attempt, minimumMs } }),
      );
      return { active: code === ReplyCode.DONE && active === 1 };
    },
    settle,
    sweep,
    stuckClaims,
    get,
    list,
    snapshot,
    snapshots,
    feeds: async (positions) =>
      new Map(
        await Promise.all(
          positions.map(async ({ eventId, epoch, version }): Promise<[string, FeedAnswer]> => [
            eventId,
            await feed(eventId, epoch, version),
          ]),
        ),
      ),
    reset: async (eventId) => {
      await store.command((redis) => redis.del(boardKeys(eventId).epoch));
    },
    ping: async () => {
      await store.command((redis) => redis.ping());
    },
  };
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
