import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { hidden } from "@/components/layout/hidden.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { clockAnnouncement, clockState, clockText } from "@/lib/client/seat_map/countdown.ts";
import { learnServerTime, serverNow } from "@/lib/client/seat_map/server_clock.ts";

/** What a clock needs besides the hold. */
export interface ClockProps {
  /** The server's time when it rendered the page, in milliseconds. */
  now: number;
  onExtend?: () => void;
  /** Called every second after the end with the time elapsed since, until there is another hold or none. */
  onOver?: (overMs: number) => void;
}

/**
 * How long the buyer's seats are still held. It warns two minutes and one minute before the end, including to screen
 * readers, and offers an extension while one is available.
 */
export function HoldClock({ hold, now, onExtend, onOver }: ClockProps & {
  hold: Pick<HoldView, "expiresAt" | "maxExpiresAt">;
}) {
  const { expiresAt, maxExpiresAt } = hold;
  const { clock: words } = useWords("seats");
  const [time, setTime] = useState(now);
  // Before the first paint: the page may have been open for a long time when its first seat is picked.
  useLayoutEffect(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    learnServerTime(now, performance.timeOrigin + (navigation?.responseStart ?? 0));
    const tick = () => setTime(serverNow());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);

  const left = Date.parse(expiresAt) - time;
  const state = clockState(left);
  const canExtend = Date.parse(maxExpiresAt) > Date.parse(expiresAt);
  useEffect(() => {
    if (state === "over") onOver?.(-left);
  }, [state, time]);

  return (
    <span class="hold-clock">
      <span class="clock" data-state={state} role="timer">
        {state === "over"
          ? words.over
          : words.keptFor({ hidden, time: () => <time dateTime={expiresAt}>{clockText(left)}</time> })}
      </span>
      <span class="visually-hidden" role="status">{clockAnnouncement(state, canExtend, words)}</span>
      {onExtend && canExtend && (state === "soon" || state === "last") && (
        <button type="button" class="button button-small" onClick={onExtend}>{words.moreTime}</button>
      )}
    </span>
  );
}
