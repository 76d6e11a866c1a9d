/** Follows a hold live in a browser: the buyer may change it in another window or on another device. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import { shareStream } from "./shared_stream.ts";

/**
 * Calls `onHold` with the hold at once and on each change, and with null once it has ended, until the returned function
 * is called.
 */
export function followHold(holdId: string, onHold: (hold: HoldView | null) => void): () => void {
  const stop = shareStream({
    url: `/api/holds/${holdId}/stream`,
    names: ["hold"],
    end: "ended",
    onEvent({ name, data }) {
      const hasEnded = name === "ended";
      if (hasEnded) stop();
      onHold(hasEnded ? null : JSON.parse(data));
      return true;
    },
  });
  return stop;
}
