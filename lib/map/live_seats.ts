/** The stream of an event's seats in a browser: snapshot, deltas, and what to do when the connection is lost. */
import type { SeatStatus } from "@/lib/seats/board.ts";
import { epochOf, foldDelta, type SeatStates, statesOf } from "./seat_states.ts";

export interface LiveSeatsOptions {
  eventId: string;
  /** All seats anew: the first time, and after a gap. */
  onSnapshot(states: SeatStates): void;
  onChange(changed: [index: number, before: SeatStatus][]): void;
  /** Whether what is shown is what is. */
  onLive(isLive: boolean): void;
  /** The event is no more, and neither is its stream. */
  onDeleted(): void;
}

/** Waits between attempts to connect again when the browser has given up by itself. */
const RETRY_MS = 2_000;

/**
 * Follows the seats until the returned function is called. The stream closes while the page is hidden: browsers allow
 * few connections to a host.
 */
export function followSeats(
  { eventId, onSnapshot, onChange, onLive, onDeleted }: LiveSeatsOptions,
): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let states: SeatStates | null = null;

  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
    onLive(false);
  };
  const open = () => {
    close();
    states = null;
    if (document.hidden) return;
    source = new EventSource(`/api/events/${eventId}/stream`);
    source.addEventListener("snapshot", ({ data }) => {
      states = statesOf(JSON.parse(data));
      onSnapshot(states);
      onLive(true);
    });
    source.addEventListener("delta", ({ data, lastEventId }) => {
      const folded = states && foldDelta(states, epochOf(lastEventId), JSON.parse(data));
      // Without a Last-Event-ID a new stream begins with a snapshot.
      if (!folded || folded === "gap") return open();
      if (folded.changed.length > 0) onChange(folded.changed);
      onLive(true);
    });
    source.addEventListener("deleted", () => {
      close();
      onDeleted();
    });
    source.addEventListener("error", () => {
      onLive(false);
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS * (1 + Math.random()));
    });
    // After a lost connection the browser resumes; when nothing was missed, nothing else says that all is well.
    source.addEventListener("open", () => states && onLive(true));
  };

  document.addEventListener("visibilitychange", open);
  globalThis.addEventListener("offline", close);
  globalThis.addEventListener("online", open);
  open();
  return () => {
    document.removeEventListener("visibilitychange", open);
    globalThis.removeEventListener("offline", close);
    globalThis.removeEventListener("online", open);
    close();
  };
}
