import { useEffect, useState } from "preact/hooks";
import { clockAnnouncement, clockState, clockText } from "@/lib/map/countdown.ts";

/**
 * How long the buyer's seats are still kept. It warns two minutes and one minute before the end, also aloud, and offers
 * more time while there is more. `now` is the time as the server rendered the page; `offsetMs` is what the server's clock
 * is ahead of ours.
 */
export function HoldClock({ expiresAt, maxExpiresAt, now, offsetMs, onExtend, onOver }: {
  expiresAt: string;
  maxExpiresAt: string;
  now: number;
  offsetMs: number;
  onExtend?: () => void;
  /** Called every second from the end on, until there is another hold or none. */
  onOver?: () => void;
}) {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const tick = () => setTime(Date.now() + offsetMs);
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [offsetMs]);

  const left = Date.parse(expiresAt) - time;
  const state = clockState(left);
  const canExtend = Date.parse(maxExpiresAt) > Date.parse(expiresAt);
  useEffect(() => {
    if (state === "over") onOver?.();
  }, [state, time]);

  return (
    <span class="cluster">
      <span class="clock" data-state={state} role="timer">
        {state === "over" ? "Time is over" : (
          <>
            <span class="visually-hidden">Your seats are kept for</span>
            <time dateTime={expiresAt}>{clockText(left)}</time>
          </>
        )}
      </span>
      <span class="visually-hidden" role="status">{clockAnnouncement(state, canExtend)}</span>
      {onExtend && canExtend && (state === "soon" || state === "last") && (
        <button type="button" class="button button-small" onClick={onExtend}>More time</button>
      )}
    </span>
  );
}
