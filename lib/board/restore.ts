/** What both adapters keep of a hold, and how a board is put together from the truth and the holds that survived. */
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import type { BoardTruth, Hold } from "./board.ts";

/** A hold with what only the board needs to know of it. */
export interface StoredHold extends Hold {
  /** The address whose seats it counts among. */
  address?: string;
  idempotencyHash?: string;
  claimedAt?: number;
  /** Set once a declined payment has given it back; only the first time comes with a minimum of time. */
  reactivated?: boolean;
}

/** The hold as callers see it: a copy, whatever becomes of the original. */
export function publicHold(stored: StoredHold): Hold {
  const { address: _, idempotencyHash: _hash, claimedAt: _at, reactivated: _again, ...hold } = stored;
  return { ...hold, seats: hold.seats.map((seat) => ({ ...seat })) };
}

/** Whether a hold has passed its end. A claimed one never does: Postgres ends it. */
export function isDue(hold: Hold, now: number): boolean {
  return hold.status === "active" && hold.expiresAt <= now;
}

/** The content of a board: one letter a seat, who holds which seat, and the holds that are alive. */
export interface RestoredBoard {
  statuses: SeatStatus[];
  /** Seat index → hold id. */
  holders: Map<number, string>;
  holds: StoredHold[];
}

/**
 * The board as it must be: claims first, then every survivor that is not due, is of the same chart version and clashes
 * with nothing. A hold whose booking is pending keeps its seats even where nothing but its id is known any more.
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
