/** What both adapters store about a hold, and how a board is rebuilt from its source and the surviving holds. */
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import type { BoardTruth, CoolDown, Hold } from "./board.ts";

/** A hold with the fields that only the board needs. */
export interface StoredHold extends Hold {
  /** The keys of the addresses whose limits it counts towards. */
  addresses?: string[];
  /** The cool-downs it counts towards if it is abandoned. */
  coolDowns?: CoolDown[];
  idempotencyHash?: string;
  claimedAt?: number;
  /** Set after the first declined payment, the only one after which a minimum of time is guaranteed. */
  reactivated?: boolean;
}

/** The hold as callers see it: a copy, unaffected by later changes. */
export function publicHold(stored: StoredHold): Hold {
  const {
    addresses: _,
    coolDowns: _waits,
    idempotencyHash: _hash,
    claimedAt: _at,
    reactivated: _again,
    ...hold
  } = stored;
  return { ...hold, seats: hold.seats.map((seat) => ({ ...seat })) };
}

/** Whether a hold has expired. A claimed one never does: only Postgres ends it. */
export function isDue(hold: Hold, now: number): boolean {
  return hold.status === "active" && hold.expiresAt <= now;
}

/** The content of a board: one letter per seat, which hold has which seat, and the live holds. */
export interface RestoredBoard {
  statuses: SeatStatus[];
  /** Seat index → hold id. */
  holders: Map<number, string>;
  holds: StoredHold[];
}

/**
 * Rebuilds a board: claims first, then every surviving hold that is not due, has the same chart version and clashes
 * with nothing. The hold of a pending booking keeps its seats even if only its id is still known.
 */
export function restore(truth: BoardTruth, survivors: StoredHold[], now: number): RestoredBoard {
  const statuses = new Array<SeatStatus>(truth.seatCount).fill("a");
  const holders = new Map<number, string>();
  for (const index of truth.blocked) statuses[index] = "x";
  for (const { index, claim, holdId } of truth.claims) {
    statuses[index] = claim === "confirmed" ? "b" : "h";
    if (claim === "pending") holders.set(index, holdId);
  }
  const holds: StoredHold[] = [];
  for (const hold of survivors) {
    const fits = hold.seats.every(({ index }) =>
      statuses[index] === "a" || (statuses[index] === "h" && holders.get(index) === hold.id)
    );
    if (!fits || isDue(hold, now) || hold.chartVersion !== truth.chartVersion) continue;
    for (const { index } of hold.seats) {
      statuses[index] = "h";
      holders.set(index, hold.id);
    }
    holds.push(hold);
  }
  return { statuses, holders, holds };
}
