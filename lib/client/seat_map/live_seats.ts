/** The stream of an event's seats in a browser: snapshot, deltas, and reconnecting. */
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { epochOf, foldDelta, type LiveStatuses, liveStatusesOf } from "./live_statuses.ts";
import { shareStream } from "./shared_stream.ts";

export interface LiveSeatsOptions {
  eventId: string;
  /** All statuses: the first time, and after a gap. */
  onSnapshot(live: LiveStatuses): void;
  onChange(changed: [index: number, before: SeatStatus][]): void;
  /** Whether what is shown is current. */
  onLive(isLive: boolean): void;
  /** The event has been deleted, and its stream has ended. */
  onDeleted(): void;
}

/**
 * Follows the seats while the page is visible, until the returned function is called. All tabs of a browser share a
 * stream.
 */
export function followSeats(
  { eventId, onSnapshot, onChange, onLive, onDeleted }: LiveSeatsOptions,
): () => void {
  let live: LiveStatuses | null = null;
  const stop = shareStream({
    url: `/api/events/${eventId}/stream`,
    names: ["snapshot", "delta"],
    end: "deleted",
    onEvent({ name, data, id }) {
      if (name === "deleted") {
        stop();
        onDeleted();
      } else if (name === "snapshot") {
        live = liveStatusesOf(JSON.parse(data));
        onSnapshot(live);
      } else {
        const folded = live && foldDelta(live, epochOf(id), JSON.parse(data));
        if (!folded || folded === "gap") return false;
        if (folded.changed.length > 0) onChange(folded.changed);
      }
      return true;
    },
    onLive,
  });
  return stop;
}
