/** The seat board's rules for one event, in memory. Methods are synchronous, so each is one atomic step. */
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import type {
  AddressLimit,
  BuyerLimit,
  ChangeRequest,
  ClaimOutcome,
  ClaimRequest,
  Delta,
  ExpectedHold,
  FeedResult,
  HeldSeat,
  Hold,
  HoldOutcome,
  HoldRequest,
  Refusal,
  SeatBoard,
  Snapshot,
  Swept,
  SyncRequest,
} from "./board.ts";
import { CoolDowns } from "./cool_downs.ts";
import { isDue, publicHold, type RestoredBoard, type StoredHold } from "./restore.ts";

/** How many deltas a feed keeps. */
export const FEED_LENGTH = 10_000;
/** The most claims that one call of `stuckClaims` returns. */
export const STUCK_CLAIMS_MAX = 1_000;

const NOT_FOUND: Refusal = { ok: false, code: "hold-not-found" };
const LIMIT_EXCEEDED: Refusal = { ok: false, code: "limit-exceeded" };

/** New statuses by seat index, collected during one step and published as one delta. */
type Changes = Map<number, SeatStatus>;

export class EventBoard {
  #version = 0;
  #statuses: SeatStatus[];
  /** Seat index → hold id. */
  #holders: Map<number, string>;
  #holds = new Map<string, StoredHold>();
  /** Owner or address → the ids of its holds. */
  #groups = new Map<string, Set<string>>();
  readonly #coolDowns = new CoolDowns();
  #feed: Delta[] = [];
  /** The statuses as one string, built on demand and dropped by the next change. */
  #statusText: string | null = null;

  /** `onChange` is called for each new version. */
  constructor(
    readonly epoch: string,
    restored: RestoredBoard,
    private readonly onChange: () => void = () => {},
  ) {
    this.#statuses = restored.statuses;
    this.#holders = restored.holders;
    for (const hold of restored.holds) this.#store(hold);
  }

  /** All holds, including due ones. */
  get holds(): StoredHold[] {
    return [...this.#holds.values()];
  }

  hold(request: HoldRequest, now: number): HoldOutcome {
    return this.#step((changes) => {
      const known = this.#find(request.holdId, now, changes);
      if (known) return known.owner === request.owner ? { ok: true, hold: publicHold(known) } : NOT_FOUND;
      this.#endDueHolders(request.seats, now, changes);
      const retryAfterMs = this.#coolDowns.waitMs(request.coolDowns ?? [], now);
      if (retryAfterMs > 0) return { ok: false, code: "cool-down", retryAfterMs };
      const overLimit = this.#overLimit(request, request.seats.length, now);
      if (overLimit) return overLimit;
      const unavailable = this.#unavailable(request.seats, changes);
      if (unavailable.length > 0) return { ok: false, code: "seats-unavailable", unavailable };

      const hold: StoredHold = {
        id: request.holdId,
        eventId: request.eventId,
        owner: request.owner,
        status: "active",
        seats: request.seats.map(({ index, price }) => ({ index, price })),
        chartVersion: request.chartVersion,
        expiresAt: now + Math.min(request.ttlMs, request.maxMs),
        maxExpiresAt: now + request.maxMs,
        attempt: 0,
        addresses: request.addresses?.map(({ key }) => key),
        coolDowns: request.coolDowns,
      };
      if (request.claimedBy) {
        Object.assign(hold, { status: "claimed", attempt: 1, claimedAt: now, ...request.claimedBy });
      }
      this.#take(hold, hold.seats, changes);
      this.#store(hold);
      return { ok: true, hold: publicHold(hold) };
    });
  }

  change(request: ChangeRequest, now: number): HoldOutcome {
    return this.#step((changes) => {
      const hold = this.#findOwn(request.holdId, request.owners, now, changes);
      if (!hold) return NOT_FOUND;
      if (hold.status === "claimed") return claimedRefusal(hold);
      const has = new Map(hold.seats.map((seat) => [seat.index, seat]));
      const wanted = new Set(request.seats.map((seat) => seat.index));
      const added = request.seats.filter((seat) => !has.has(seat.index));
      this.#endDueHolders(added, now, changes);
      const overLimit = wanted.size > has.size && this.#overLimit(request, wanted.size, now);
      if (overLimit) return overLimit;
      const lost = hold.seats.filter((seat) => wanted.has(seat.index) && !this.#owns(hold, seat.index))
        .map((seat) => seat.index);
      const unavailable = [...lost, ...this.#unavailable(added, changes)].sort((a, b) => a - b);
      if (unavailable.length > 0) return { ok: false, code: "seats-unavailable", unavailable };

      this.#free(hold, hold.seats.filter((seat) => !wanted.has(seat.index)), changes);
      this.#take(hold, added, changes);
      hold.seats = request.seats.map(({ index, price }) => has.get(index) ?? { index, price });
      return { ok: true, hold: publicHold(hold) };
    });
  }

  extend(holdId: string, owners: string[], ttlMs: number, now: number): HoldOutcome {
    return this.#step((changes) => {
      const hold = this.#findOwn(holdId, owners, now, changes);
      if (!hold) return NOT_FOUND;
      if (hold.status === "claimed") return claimedRefusal(hold);
      const expiresAt = Math.min(now + ttlMs, hold.maxExpiresAt);
      if (expiresAt <= hold.expiresAt) return { ok: false, code: "extension-cap" };
      hold.expiresAt = expiresAt;
      return { ok: true, hold: publicHold(hold) };
    });
  }

  release(holdId: string, owners: string[], now: number): Awaited<ReturnType<SeatBoard["release"]>> {
    return this.#step((changes) => {
      const hold = this.#findOwn(holdId, owners, now, changes);
      if (hold?.status === "claimed") return claimedRefusal(hold);
      if (hold) this.#abandon(hold, now, changes);
      return { ok: true };
    });
  }

  claim(request: ClaimRequest, now: number): ClaimOutcome {
    return this.#step((changes) => {
      const hold = this.#findOwn(request.holdId, request.owners, now, changes);
      if (!hold) return NOT_FOUND;
      if (hold.status === "claimed") {
        return hold.idempotencyHash === request.idempotencyHash ? claimedOutcome(hold) : claimedRefusal(hold);
      }
      if (request.expected && !isAsExpected(hold, request.expected)) {
        return { ok: false, code: "hold-changed", hold: publicHold(hold) };
      }
      const lost = hold.seats.filter((seat) => !this.#owns(hold, seat.index));
      if (lost.length > 0) {
        return { ok: false, code: "seats-unavailable", unavailable: lost.map((seat) => seat.index) };
      }
      hold.status = "claimed";
      hold.attempt += 1;
      hold.bookingId = request.bookingId;
      hold.idempotencyHash = request.idempotencyHash;
      hold.claimedAt = now;
      return claimedOutcome(hold);
    });
  }

  reactivate(holdId: string, attempt: number, minimumMs: number, now: number): { active: boolean } {
    return this.#step((changes) => {
      const hold = this.#find(holdId, now, changes);
      if (!hold || hold.attempt !== attempt) return { active: false };
      if (hold.status === "active") return { active: true };
      const expiresAt = hold.reactivated ? hold.expiresAt : Math.max(hold.expiresAt, now + minimumMs);
      if (expiresAt <= now || !hold.seats.every((seat) => this.#owns(hold, seat.index))) {
        this.#end(hold, changes);
        return { active: false };
      }
      hold.status = "active";
      hold.reactivated = true;
      hold.expiresAt = expiresAt;
      hold.maxExpiresAt = Math.max(hold.maxExpiresAt, expiresAt);
      delete hold.bookingId;
      delete hold.claimedAt;
      return { active: true };
    });
  }

  sync(request: SyncRequest, now: number): void {
    this.#step((changes) => {
      for (const { holdId, attempt } of request.ended) {
        const hold = this.#holds.get(holdId);
        if (hold?.status === "claimed" && hold.attempt === attempt) this.#end(hold, changes);
      }
      this.#endDueHolders(request.seats, now, changes);
      for (const seat of request.seats) {
        if (seat.claim === "pending") {
          this.#holders.set(seat.index, seat.holdId);
          changes.set(seat.index, "h");
        } else if (seat.claim === "none" && this.#holds.has(this.#holders.get(seat.index) ?? "")) {
          changes.set(seat.index, "h");
        } else {
          this.#holders.delete(seat.index);
          changes.set(seat.index, seat.claim === "confirmed" ? "b" : seat.claim === "blocked" ? "x" : "a");
        }
      }
    });
  }

  sweep(now: number): Swept {
    return this.#step((changes) => {
      const due = this.holds.filter((hold) => isDue(hold, now));
      for (const hold of due) this.#abandon(hold, now, changes);
      const active = this.holds.filter(({ status }) => status === "active");
      const nextInMs = active.reduce((least, { expiresAt }) => Math.min(least, expiresAt - now), Infinity);
      return { ended: due.length, nextInMs };
    });
  }

  claimedBefore(time: number): StoredHold[] {
    return this.holds.filter((hold) => hold.claimedAt !== undefined && hold.claimedAt < time);
  }

  get(holdId: string, owners: string[], now: number): Hold | null {
    const hold = this.#holds.get(holdId);
    return hold && !isDue(hold, now) && owners.includes(hold.owner) ? publicHold(hold) : null;
  }

  list(owners: string[], now: number): Hold[] {
    const ids = new Set(owners.flatMap((owner) => [...this.#groups.get(ownerGroup(owner)) ?? []]));
    return [...ids].flatMap((id) => this.get(id, owners, now) ?? []);
  }

  snapshot(): Snapshot {
    this.#statusText ??= this.#statuses.join("");
    return { epoch: this.epoch, version: this.#version, statuses: this.#statusText };
  }

  feed(epoch: string, version: number): FeedResult {
    const missing = this.#version - version;
    if (epoch !== this.epoch || missing < 0 || missing > this.#feed.length) return { reset: true };
    return { epoch, deltas: this.#feed.slice(this.#feed.length - missing) };
  }

  /** Publishes everything that a step changes as one version. A refused step may also have ended due holds. */
  #step<T>(work: (changes: Changes) => T): T {
    const changes: Changes = new Map();
    const result = work(changes);
    this.#publish(changes);
    return result;
  }

  /** The hold, if it is live; ends it if it is due. */
  #find(holdId: string, now: number, changes: Changes): StoredHold | null {
    const hold = this.#holds.get(holdId);
    if (!hold || !isDue(hold, now)) return hold ?? null;
    this.#abandon(hold, now, changes);
    return null;
  }

  #findOwn(holdId: string, owners: string[], now: number, changes: Changes): StoredHold | null {
    const hold = this.#find(holdId, now, changes);
    return hold && owners.includes(hold.owner) ? hold : null;
  }

  #endDueHolders(seats: { index: number }[], now: number, changes: Changes): void {
    for (const { index } of seats) this.#find(this.#holders.get(index) ?? "", now, changes);
  }

  #owns(hold: StoredHold, index: number): boolean {
    return this.#holders.get(index) === hold.id;
  }

  /** Which of these seats can't be taken. */
  #unavailable(seats: HeldSeat[], changes: Changes): number[] {
    const status = (index: number) => changes.get(index) ?? this.#statuses[index];
    return seats.map((seat) => seat.index).filter((index) => status(index) !== "a").sort((a, b) => a - b);
  }

  /**
   * The refusal if a hold of `seats` seats would exceed its buyer's or address's limit; its current seats don't count.
   */
  #overLimit(
    request: { holdId: string; limit?: BuyerLimit; addresses?: AddressLimit[] },
    seats: number,
    now: number,
  ): Refusal | null {
    const { holdId, limit, addresses = [] } = request;
    const held = (groups: string[]) => this.#seatsIn(groups, holdId, now);
    if (limit && held(limit.owners.map(ownerGroup)) + seats > limit.seats) return LIMIT_EXCEEDED;
    const full = addresses.find((address) => held([addressGroup(address.key)]) + seats > address.seats);
    return full ? { ok: false, code: "limit-exceeded", scope: "address", limit: full.seats } : null;
  }

  #seatsIn(groups: string[], exceptHoldId: string, now: number): number {
    let sum = 0;
    for (const id of groups.flatMap((group) => [...this.#groups.get(group) ?? []])) {
      const hold = this.#holds.get(id);
      if (hold && id !== exceptHoldId && hold.status === "active" && !isDue(hold, now)) {
        sum += hold.seats.length;
      }
    }
    return sum;
  }

  #store(hold: StoredHold): void {
    this.#holds.set(hold.id, hold);
    for (const group of groupsOf(hold)) {
      const ids = this.#groups.get(group) ?? new Set();
      this.#groups.set(group, ids.add(hold.id));
    }
  }

  #take(hold: StoredHold, seats: HeldSeat[], changes: Changes): void {
    for (const { index } of seats) {
      this.#holders.set(index, hold.id);
      changes.set(index, "h");
    }
  }

  /** Frees those of the seats that the hold still owns. */
  #free(hold: StoredHold, seats: HeldSeat[], changes: Changes): void {
    for (const { index } of seats) {
      if (!this.#owns(hold, index)) continue;
      this.#holders.delete(index);
      changes.set(index, "a");
    }
  }

  /** Ends a hold that was not booked, and counts it towards its cool-downs. */
  #abandon(hold: StoredHold, now: number, changes: Changes): void {
    this.#coolDowns.countAbandoned(hold.coolDowns ?? [], Math.min(now, hold.expiresAt), now);
    this.#end(hold, changes);
  }

  #end(hold: StoredHold, changes: Changes): void {
    this.#free(hold, hold.seats, changes);
    this.#holds.delete(hold.id);
    for (const group of groupsOf(hold)) {
      const ids = this.#groups.get(group);
      ids?.delete(hold.id);
      if (ids?.size === 0) this.#groups.delete(group);
    }
  }

  /** Publishes one version with the statuses that really changed, or none if nothing did. */
  #publish(changes: Changes): void {
    const seats = [...changes].filter(([index, status]) => this.#statuses[index] !== status)
      .sort(([a], [b]) => a - b);
    if (seats.length === 0) return;
    for (const [index, status] of seats) this.#statuses[index] = status;
    this.#statusText = null;
    this.#feed.push({ version: ++this.#version, seats });
    if (this.#feed.length > FEED_LENGTH) this.#feed.shift();
    this.onChange();
  }
}

function ownerGroup(owner: string): string {
  return `owner:${owner}`;
}

function addressGroup(key: string): string {
  return `address:${key}`;
}

function groupsOf(hold: StoredHold): string[] {
  return [ownerGroup(hold.owner), ...(hold.addresses ?? []).map(addressGroup)];
}

function isAsExpected(hold: StoredHold, { seats, total }: ExpectedHold): boolean {
  const sum = hold.seats.reduce((sum, { price }) => sum + price, 0);
  const hasSeats = !seats ||
    seats.length === hold.seats.length && hold.seats.every(({ index }) => seats.includes(index));
  return hasSeats && (total === undefined || total === sum);
}

function claimedRefusal(hold: StoredHold): Extract<Refusal, { code: "hold-claimed" }> {
  return { ok: false, code: "hold-claimed", bookingId: claimedOutcome(hold).hold.bookingId };
}

function claimedOutcome(stored: StoredHold): Extract<ClaimOutcome, { ok: true }> {
  const { bookingId, ...hold } = publicHold(stored);
  if (bookingId === undefined) throw new Error(`claimed hold ${stored.id} has no booking`);
  return { ok: true, hold: { ...hold, bookingId } };
}
