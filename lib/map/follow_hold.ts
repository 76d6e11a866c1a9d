/** One hold in a browser, live: the buyer may change it in another window, or elsewhere. */
import type { HoldView } from "@/lib/seats/hold_view.ts";

/** Waits between attempts to connect again when the browser has given up. */
const RETRY_MS = 2_000;

/**
 * Calls `onHold` with the hold at once and on each change, and with null once it has ended, until the returned function is
 * called. The stream closes while the page is hidden: browsers allow few connections to a host.
 */
export function followHold(holdId: string, onHold: (hold: HoldView | null) => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    if (document.hidden) return;
    source = new EventSource(`/api/holds/${holdId}/stream`);
    source.addEventListener("hold", ({ data }) => onHold(JSON.parse(data)));
    source.addEventListener("ended", () => {
      close();
      onHold(null);
    });
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS * (1 + Math.random()));
    });
  };
  document.addEventListener("visibilitychange", open);
  addEventListener("online", open);
  open();
  return () => {
    document.removeEventListener("visibilitychange", open);
    removeEventListener("online", open);
    close();
  };
}
