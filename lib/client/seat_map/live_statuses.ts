/** The statuses of all seats, kept up to date by folding the deltas of the stream into a snapshot. */
import type { Delta, Snapshot } from "@/lib/board/board.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";

export interface LiveStatuses {
  epoch: string;
  version: number;
  /** One letter per seat, in the chart's order. */
  statuses: SeatStatus[];
}

/** The statuses of a snapshot, ready for deltas. */
export function liveStatusesOf({ epoch, version, statuses }: Snapshot): LiveStatuses {
  return { epoch, version, statuses: [...statuses] as SeatStatus[] };
}

/** What a delta did: the seats that it changed, or `gap` when an earlier one was missed. */
export type Folded = { changed: [index: number, before: SeatStatus][] } | "gap";

/**
 * Folds a delta into the statuses, in place. One that was already folded changes nothing. One from another epoch, or
 * after a missing one, is a gap: it changes nothing either, and only a new snapshot helps.
 */
export function foldDelta(live: LiveStatuses, epoch: string, delta: Delta): Folded {
  if (epoch !== live.epoch || delta.version > live.version + 1) return "gap";
  if (delta.version <= live.version) return { changed: [] };
  live.version = delta.version;
  const changed: [number, SeatStatus][] = [];
  for (const [index, status] of delta.seats) {
    const before = live.statuses[index];
    if (before === status) continue;
    live.statuses[index] = status;
    changed.push([index, before]);
  }
  return { changed };
}

/** The epoch in the id of a stream message, `<epoch>:<version>`. */
export function epochOf(messageId: string): string {
  return messageId.slice(0, messageId.lastIndexOf(":"));
}
