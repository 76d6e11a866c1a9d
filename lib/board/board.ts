/**
 * The seat board: who is looking at which seat for how long.
 *
 * It is a cache of claims (Postgres) and active holds (its own): losing it loses holds, never a booking.
 * Two adapters do exactly the same: `redis/` (one Lua script per operation) and `memory.ts` (one process).
 *
 * Glossary
 * - **seat**: always its index in the event's chart here. Ids and prices are the business of `holds.ts`.
 * - **hold**: seats leased to one owner until `expiresAt`. `active`: can be changed. `claimed`: a booking of it
 *   is being paid; it has no time limit on the board and ends only by `reactivate` or `sync`.
 * - **owner**: an account (`u:<id>`) or a visitor who is not signed in (`v:<id>`).
 * - **status**: one letter a seat: `a` available, `h` held or being paid, `b` booked, `x` not for sale.
 * - **version**: grows by one per delta; **epoch**: random, new whenever the board was rebuilt.
 * - **due**: an active hold past its end. Every method treats it as ended, and whatever changes the board first ends the
 *   due holds that it meets: the one it is asked about, and those that have a seat it is asked for. The others show as
 *   held until the next `sweep`.
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
  /** Milliseconds since the epoch, by the board's own clock. A claimed hold keeps the figure it had. */
  expiresAt: number;
  maxExpiresAt: number;
  /** How often it has been claimed; identifies one attempt to book it. 0 before the first claim. */
  attempt: number;
  /** Set while claimed. */
  bookingId?: string;
}

/** What a buyer may still take; checked in the same atomic step as the seats. */
export interface BuyerLimit {
  /** All identities whose active holds of the event count together (account and visitor id). */
  owners: string[];
  /** Seats that active holds of these owners may have in all (the event's limit less seats already booked). */
  seats: number;
}

export interface HoldRequest {
  eventId: string;
  /** Made by `newHoldId`; repeating a request with the same id answers the same hold. */
  holdId: string;
  owner: string;
  seats: HeldSeat[];
  chartVersion: number;
  ttlMs: number;
  maxMs: number;
  limit?: BuyerLimit;
  /** Guests only: an address holds at most this many seats of an event. */
  address?: { key: string; seats: number };
  /** A rescued booking takes its seats already claimed. */
  claimedBy?: { bookingId: string };
}

export interface ChangeRequest {
  holdId: string;
  /** The caller's identities; the hold's owner must be one of them. */
  owners: string[];
  /** The wanted whole; seats that the hold has already keep the price they have. At least one. */
  seats: HeldSeat[];
  limit?: BuyerLimit;
  address?: { key: string; seats: number };
}

export interface ClaimRequest {
  holdId: string;
  owners: string[];
  /** Identifies the caller's idempotency key: the same hash gets the same attempt and booking id back. */
  idempotencyHash: string;
  /** Used when this is the first claim of the attempt. */
  bookingId: string;
  /** What the buyer was shown, as far as they say; a hold that differs is not claimed. */
  expected?: ExpectedHold;
}

export interface ExpectedHold {
  /** Seat indexes, in any order. */
  seats?: number[];
  /** Sum of the prices, minor units. */
  total?: number;
}

/** Why the board said no. Nothing was changed, but that due holds may have ended. */
export type Refusal =
  /** Unknown, ended, or not the caller's. */
  | { ok: false; code: "hold-not-found" }
  /** A booking of it is being paid; `bookingId` is that booking. */
  | { ok: false; code: "hold-claimed"; bookingId: string }
  | { ok: false; code: "seats-unavailable"; unavailable: number[] }
  /** The buyer's own limit, or with `scope` the one of all behind their address. */
  | { ok: false; code: "limit-exceeded"; scope?: "address" }
  | { ok: false; code: "extension-cap" };

export type HoldOutcome = { ok: true; hold: Hold } | Refusal;
export type ClaimOutcome =
  | { ok: true; hold: Hold & { bookingId: string } }
  | Refusal
  /** Not what the buyer was shown; the hold as it is now. */
  | { ok: false; code: "hold-changed"; hold: Hold };

export interface Snapshot {
  epoch: string;
  version: number;
  statuses: string;
}

/** What changed in one version. */
export interface Delta {
  version: number;
  seats: [index: number, status: SeatStatus][];
}

/** The deltas after a position, or `reset` when they are no longer (or never were) in the log. */
export type FeedResult = { epoch: string; deltas: Delta[] } | { reset: true };

/** What Postgres says of a seat: the claim on it, if any; `blocked` is not for sale. */
export type ClaimState = "confirmed" | "pending" | "none" | "blocked";

export interface SyncRequest {
  eventId: string;
  /** `holdId` is the hold that the booking of a pending claim came from. */
  seats: ({ index: number; claim: "pending"; holdId: string } | {
    index: number;
    claim: Exclude<ClaimState, "pending">;
  })[];
  /** Claimed holds whose booking is over: ended if still claimed by that attempt. */
  ended: { holdId: string; attempt: number }[];
}

/** The truth that a board is (re)built from. Implemented over Postgres by `source.ts`, by plain data in tests. */
export interface BoardSource {
  /** Null for an event that does not exist. */
  load(eventId: string): Promise<BoardTruth | null>;
}

export interface BoardTruth {
  seatCount: number;
  /** When the event ends, milliseconds. */
  endsAt: number;
  /** Holds of another version of the chart do not survive a rebuild. */
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
 * Every change is one atomic step, all or none, and has one delta if it changes any status. Every method throws `Unavailable` when the board can't be reached or is
 * being rebuilt (then nothing is known to have changed), and `UnknownEvent` when the source knows no such event; the
 * methods that start from a hold id answer as for an unknown hold instead.
 */
export interface SeatBoard {
  /**
   * Takes all the seats or none; there is at least one. `seats-unavailable` lists the ones that were not free.
   * @throws {RangeError} without seats.
   */
  hold(request: HoldRequest): Promise<HoldOutcome>;
  /**
   * Adds what is new and releases what is left out; keeps `expiresAt`. A hold that gives all seats back is released.
   * @throws {RangeError} without seats.
   */
  change(request: ChangeRequest): Promise<HoldOutcome>;
  /** `expiresAt` becomes the earlier of now + ttl and `maxExpiresAt`; `extension-cap` when that is not later. */
  extend(holdId: string, owners: string[], ttlMs: number): Promise<HoldOutcome>;
  /** Frees the seats. Ending an unknown or foreign hold is no error and changes nothing; a claimed one is refused. */
  release(
    holdId: string,
    owners: string[],
  ): Promise<{ ok: true } | Extract<Refusal, { code: "hold-claimed" }>>;
  /**
   * Takes the time limit off for a booking, if the hold is as expected. Claimed by the same hash already: the same attempt
   * and booking id.
   */
  claim(request: ClaimRequest): Promise<ClaimOutcome>;
  /**
   * After a declined payment: still claimed by that attempt and every seat still its own → active again, the first time
   * with at least `minimumMs` left (later with what is left; none left → ended). Else it frees what is its own and ends.
   */
  reactivate(holdId: string, attempt: number, minimumMs: number): Promise<{ active: boolean }>;
  /**
   * Makes the board say what Postgres says: claim of a confirmed booking → `b`, of a pending one → `h`, blocked → `x`,
   * none → `h` if a live hold owns the seat, else `a`. A claim overrides any hold of another, and that hold can't be
   * claimed with the seat any more. See `sync_seats.ts` for the loop that reads Postgres before and after.
   */
  sync(request: SyncRequest): Promise<void>;
  /** Ends all due holds of these events. Answers how many ended. */
  sweep(eventIds: string[]): Promise<number>;
  /** Claimed holds of these events that were claimed more than `olderThanMs` ago, at most 1,000. */
  stuckClaims(
    eventIds: string[],
    olderThanMs: number,
  ): Promise<{ eventId: string; holdId: string; attempt: number; bookingId: string; owner: string }[]>;

  /** One hold of any of these owners, or null. */
  get(holdId: string, owners: string[]): Promise<Hold | null>;
  /** The live holds of an event of any of these owners; none for an unknown event. */
  list(eventId: string, owners: string[]): Promise<Hold[]>;

  snapshot(eventId: string): Promise<Snapshot>;
  /** Snapshots of several events in one round trip, for counting seats left. Unknown events are left out. */
  snapshots(eventIds: string[]): Promise<Map<string, Snapshot>>;
  /** One round trip for all watched events. */
  feeds(
    positions: { eventId: string; epoch: string; version: number }[],
  ): Promise<Map<string, FeedResult>>;

  /**
   * Forgets what it knows of an event, so that the next touch builds it anew from the source, with a new epoch: after
   * the event's chart has changed. Live holds stay where they still fit.
   */
  reset(eventId: string): Promise<void>;

  /** Throws `Unavailable` when it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const KEPT_AFTER_END_MS = 24 * 3_600_000;

/**
 * How long a board that is built now is kept: until a day after its event has ended, then it goes by itself. Asked for
 * later, it is built anew for a day. Whatever is lost with it is in the source: a hold of an event that is over is not.
 */
export function boardLifetimeMs(endsAt: number, now: number): number {
  return Math.max(endsAt - now, 0) + KEPT_AFTER_END_MS;
}

/**
 * A hold of no seats would be counted by no limit, so both boards refuse to make one.
 * @throws {RangeError} when there are none.
 */
export function requireSeats(seats: readonly HeldSeat[]): void {
  if (seats.length === 0) throw new RangeError("a hold needs at least one seat");
}

/** The result of `work`, or `otherwise` when it finds that the event is unknown. */
export async function unlessUnknown<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UnknownEvent) return otherwise;
    throw error;
  }
}

const EVENT_HEX = 32;

/** A new hold id: the event's id and 80 random bits, so that the id alone leads to the event's keys. */
export function newHoldId(
  eventId: string,
  randomBytes: Uint8Array = crypto.getRandomValues(new Uint8Array(10)),
): string {
  return eventId.replaceAll("-", "") + randomBytes.toHex();
}

/** The event that a hold belongs to, or null when the text is not a hold id. */
export function eventIdOfHold(holdId: string): string | null {
  if (!/^[0-9a-f]{52}$/.test(holdId)) return null;
  const hex = holdId.slice(0, EVENT_HEX);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
