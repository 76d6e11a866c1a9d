/**
 * The seat board: who holds which seat, and until when.
 *
 * It caches claims from Postgres and owns the active holds: losing it loses holds, never a booking.
 * Two adapters behave identically: `redis/` (one Lua script per operation) and `memory.ts` (one process).
 *
 * Glossary
 * - **seat**: here always an index into the event's chart. `lib/holds` deals with seat ids and prices.
 * - **hold**: seats leased to one owner until `expiresAt`. An `active` hold can be changed. A `claimed` one is being
 *   paid for: it has no time limit on the board and ends only through `reactivate` or `sync`.
 * - **owner**: an account (`u:<id>`) or a guest (`v:<id>`).
 * - **status**: one letter per seat: `a` available, `h` held or being paid for, `b` booked, `x` not for sale.
 * - **version**: incremented by each delta; **epoch**: a random value, new after every rebuild.
 * - **due**: an active hold past its `expiresAt`. Every method treats it as ended. A method that changes the board
 *   first ends the due holds that it encounters: the one in the request, and any that have a requested seat. The seats
 *   of all other due holds show as held until the next `sweep`.
 */

import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { UnknownEvent } from "@/lib/errors.ts";

export interface HeldSeat {
  index: number;
  /** Price when the seat was taken, in minor units. */
  price: number;
}

export interface Hold {
  id: string;
  eventId: string;
  owner: string;
  status: "active" | "claimed";
  seats: HeldSeat[];
  chartVersion: number;
  /** Unix time in milliseconds, by the board's clock. Not updated while the hold is claimed. */
  expiresAt: number;
  maxExpiresAt: number;
  /** How many times the hold has been claimed; identifies the attempt to pay for it. 0 before the first claim. */
  attempt: number;
  /** Set while claimed. */
  bookingId?: string;
}

/** How many seats a buyer may hold; checked in the same atomic step that takes them. */
export interface BuyerLimit {
  /** The identities whose active holds of the event are counted together (account and visitor id). */
  owners: string[];
  /** The most seats in all active holds of these owners together (the event's limit minus seats already booked). */
  seats: number;
}

/** How many seats of an event everyone behind one address may hold together; checked like a buyer's limit. */
export interface AddressLimit {
  key: string;
  seats: number;
}

/**
 * Refuses further holds of an event while more than `holds` of those counted under `key` were abandoned in the last
 * {@link COOL_DOWN_MS}. A hold is abandoned when it is released or expires; it then counts towards its cool-downs.
 */
export interface CoolDown {
  key: string;
  holds: number;
}

export const COOL_DOWN_MS = 10 * 60_000;

export interface HoldRequest {
  eventId: string;
  /** From `newHoldId`; repeating a request with the same id returns the same hold. */
  holdId: string;
  owner: string;
  seats: HeldSeat[];
  chartVersion: number;
  ttlMs: number;
  maxMs: number;
  limit?: BuyerLimit;
  addresses?: AddressLimit[];
  coolDowns?: CoolDown[];
  /** Set for a rescued booking, whose hold starts out claimed. */
  claimedBy?: { bookingId: string };
}

export interface ChangeRequest {
  holdId: string;
  /** The caller's identities; the hold's owner must be one of them. */
  owners: string[];
  /** The complete new selection, at least one seat. Seats already in the hold keep their price. */
  seats: HeldSeat[];
  limit?: BuyerLimit;
  addresses?: AddressLimit[];
}

export interface ClaimRequest {
  holdId: string;
  owners: string[];
  /** Identifies the caller's idempotency key: the same hash returns the same attempt and booking id. */
  idempotencyHash: string;
  /** Used if this is the first claim of the attempt. */
  bookingId: string;
  /** What the buyer was shown, if the request says so; a hold that differs is not claimed. */
  expected?: ExpectedHold;
}

export interface ExpectedHold {
  /** Seat indexes, in any order. */
  seats?: number[];
  /** Sum of the prices, in minor units. */
  total?: number;
}

/** Why the board refused. Nothing has changed, except that due holds may have ended. */
export type Refusal =
  /** Unknown, ended, or not the caller's. */
  | { ok: false; code: "hold-not-found" }
  /** Its booking `bookingId` is being paid for. */
  | { ok: false; code: "hold-claimed"; bookingId: string }
  | { ok: false; code: "seats-unavailable"; unavailable: number[] }
  /** The buyer's own limit. */
  | { ok: false; code: "limit-exceeded"; scope?: undefined }
  /** The limit of everyone behind the buyer's address. */
  | { ok: false; code: "limit-exceeded"; scope: "address"; limit: number }
  | { ok: false; code: "cool-down"; retryAfterMs: number }
  | { ok: false; code: "extension-cap" };

export type HoldOutcome = { ok: true; hold: Hold } | Refusal;
export type ClaimOutcome =
  | { ok: true; hold: Hold & { bookingId: string } }
  | Refusal
  /** The hold is not what the buyer was shown; `hold` is its current content. */
  | { ok: false; code: "hold-changed"; hold: Hold };

/** A point in the history of an event's statuses. */
export interface Position {
  epoch: string;
  version: number;
}

export interface Snapshot extends Position {
  statuses: string;
}

/** The changes of one version. */
export interface Delta {
  version: number;
  seats: [index: number, status: SeatStatus][];
}

/** The deltas after a position, or `reset` if the feed no longer has them (or never did). */
export type FeedResult = { epoch: string; deltas: Delta[] } | { reset: true };

export interface Swept {
  /** How many holds were ended. */
  ended: number;
  /** Milliseconds until the first active hold is due; Infinity if there is none. */
  nextInMs: number;
}

/** What Postgres says about a seat: the claim on it, if any; `blocked` is not for sale. */
export type ClaimState = "confirmed" | "pending" | "none" | "blocked";

export interface SyncRequest {
  eventId: string;
  /** `holdId` is the hold from which the booking of a pending claim was made. */
  seats: ({ index: number; claim: "pending"; holdId: string } | {
    index: number;
    claim: Exclude<ClaimState, "pending">;
  })[];
  /** Claimed holds whose booking is over; each ends if it is still claimed by that attempt. */
  ended: { holdId: string; attempt: number }[];
}

/** The source of truth that a board is (re)built from: Postgres in `source.ts`, plain data in tests. */
export interface BoardSource {
  /** Null for an event that does not exist. */
  load(eventId: string): Promise<BoardTruth | null>;
}

export interface BoardTruth {
  seatCount: number;
  /** When the event ends, as Unix time in milliseconds. */
  endsAt: number;
  /** Holds for another chart version do not survive a rebuild. */
  chartVersion: number;
  /** Not for sale. */
  blocked: number[];
  claims: {
    index: number;
    claim: "confirmed" | "pending";
    /** The hold and the booking that a pending claim belongs to. */
    holdId: string;
    bookingId: string;
  }[];
}

/**
 * Every change is atomic, all or nothing, and publishes one delta if it changes any status. Every method throws
 * `Unavailable` if the board can't be reached or is being rebuilt (whether anything changed is then unknown), and
 * `UnknownEvent` if the source has no such event; methods that take a hold id treat the hold as unknown instead.
 */
export interface SeatBoard {
  /**
   * Takes all the seats (at least one) or none. `seats-unavailable` lists those that were not free.
   * @throws {RangeError} if there are no seats.
   */
  hold(request: HoldRequest): Promise<HoldOutcome>;
  /**
   * Replaces the seats of a hold: takes new ones, frees those left out and keeps `expiresAt`. To give back all seats,
   * release the hold.
   * @throws {RangeError} if there are no seats.
   */
  change(request: ChangeRequest): Promise<HoldOutcome>;
  /**
   * `expiresAt` becomes the earlier of now + ttl and `maxExpiresAt`; `extension-cap` if that is no later than before.
   */
  extend(holdId: string, owners: string[], ttlMs: number): Promise<HoldOutcome>;
  /**
   * Ends a hold and frees its seats. Releasing an unknown hold or another owner's changes nothing and is not an error;
   * a claimed hold is refused.
   */
  release(
    holdId: string,
    owners: string[],
  ): Promise<{ ok: true } | Extract<Refusal, { code: "hold-claimed" }>>;
  /**
   * Removes the time limit so that the hold can be booked, if it is as expected. Repeating the call with the same hash
   * returns the same attempt and booking id.
   */
  claim(request: ClaimRequest): Promise<ClaimOutcome>;
  /**
   * Makes a hold active again after this attempt's payment was declined, if it still owns every seat: the first time
   * with at least `minimumMs` left, later with whatever time remains. If it has lost a seat or has no time left, it
   * ends and frees the seats that it still owns. A hold claimed by another attempt is left alone.
   */
  reactivate(holdId: string, attempt: number, minimumMs: number): Promise<{ active: boolean }>;
  /**
   * Makes the board match Postgres: confirmed claim → `b`, pending claim → `h`, blocked → `x`, none → `h` if a
   * live hold owns the seat, otherwise `a`. A claim overrides anyone else's hold, which can then no longer be claimed
   * with that seat. `sync_seats.ts` has the loop that reads Postgres before and after.
   */
  sync(request: SyncRequest): Promise<void>;
  /** Ends all due holds of these events, and finds out when the next ones are due. */
  sweep(eventIds: string[]): Promise<Swept>;
  /** Claimed holds of these events that were claimed more than `olderThanMs` ago, at most 1,000. */
  stuckClaims(
    eventIds: string[],
    olderThanMs: number,
  ): Promise<{ eventId: string; holdId: string; attempt: number; bookingId: string; owner: string }[]>;

  /** The hold if it is live and belongs to one of these owners, otherwise null. */
  get(holdId: string, owners: string[]): Promise<Hold | null>;
  /** The live holds of these owners for an event; empty for an unknown event. */
  list(eventId: string, owners: string[]): Promise<Hold[]>;

  snapshot(eventId: string): Promise<Snapshot>;
  /** The snapshot, or null if it is the one at this position, which costs less than reading its letters again. */
  snapshotUnlessAt(eventId: string, position: Position): Promise<Snapshot | null>;
  /** Snapshots of several events in one round trip, for counting seats left. Unknown events are left out. */
  snapshots(eventIds: string[]): Promise<Map<string, Snapshot>>;
  /** The deltas after each position, in one round trip. */
  feeds(
    positions: ({ eventId: string } & Position)[],
  ): Promise<Map<string, FeedResult>>;

  /**
   * Calls `listener` soon after seats have changed, in whichever process, until the returned function is called. A call
   * says neither where nor what, and calls may be lost: read the feeds from time to time as well.
   */
  onChange(listener: () => void): () => void;

  /**
   * Discards the board of an event whose chart has changed, so that the next access rebuilds it from the source with a
   * new epoch. Live holds that still fit survive.
   */
  reset(eventId: string): Promise<void>;

  /** @throws {Unavailable} if the board can't be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const KEPT_AFTER_END_MS = 24 * 3_600_000;

/**
 * How long a board built at `now` lives: until a day after its event has ended. If needed later, it is rebuilt for
 * another day. Only holds are lost with it, and those of a past event don't matter; everything else is in the source.
 */
export function boardLifetimeMs(endsAt: number, now: number): number {
  return Math.max(endsAt - now, 0) + KEPT_AFTER_END_MS;
}

/**
 * Rejects a hold without seats, which no limit would count.
 * @throws {RangeError} if there are none.
 */
export function requireSeats(seats: readonly HeldSeat[]): void {
  if (seats.length === 0) throw new RangeError("a hold needs at least one seat");
}

/** What sweeping several events did. */
export function sumOfSwept(events: Swept[]): Swept {
  return {
    ended: events.reduce((sum, { ended }) => sum + ended, 0),
    nextInMs: events.reduce((least, { nextInMs }) => Math.min(least, nextInMs), Infinity),
  };
}

/** The result of `work`, or `otherwise` if it throws `UnknownEvent`. */
export async function unlessUnknown<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UnknownEvent) return otherwise;
    throw error;
  }
}

const EVENT_HEX = 32;

/**
 * Returns a new hold id: the event's id and 80 random bits. The hold id alone is thus enough to find the event's keys.
 */
export function newHoldId(
  eventId: string,
  randomBytes: Uint8Array = crypto.getRandomValues(new Uint8Array(10)),
): string {
  return eventId.replaceAll("-", "") + randomBytes.toHex();
}

/** The event that a hold belongs to, or null if the text is not a hold id. */
export function eventIdOfHold(holdId: string): string | null {
  if (!/^[0-9a-f]{52}$/.test(holdId)) return null;
  const hex = holdId.slice(0, EVENT_HEX);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
