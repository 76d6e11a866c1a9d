import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { HoldClock } from "@/components/HoldClock.tsx";

/** The clock of a hold on the page where it is paid. When the time is over the page is read anew, and says so. */
export default function CheckoutClock({ holdId, expiresAt, maxExpiresAt, now }: {
  holdId: string;
  expiresAt: string;
  maxExpiresAt: string;
  /** The server's time when it rendered the page, milliseconds. */
  now: number;
}) {
  const end = useSignal(expiresAt);
  const offsetMs = useSignal(0);
  useEffect(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    // The answer began to arrive when the server's clock showed `now`, give or take the way.
    offsetMs.value = now - (performance.timeOrigin + (navigation?.responseStart ?? 0));
  }, []);
  const extend = async () => {
    try {
      const response = await fetch(`/api/holds/${holdId}/extend`, { method: "POST" });
      if (response.ok) end.value = (await response.json()).expiresAt;
    } catch {
      // No network: the clock goes on, and the button is still there.
    }
  };
  const isOver = () => {
    if (Date.now() + offsetMs.value > Date.parse(end.value) + GRACE_MS) location.reload();
  };
  return (
    <HoldClock
      expiresAt={end.value}
      maxExpiresAt={maxExpiresAt}
      now={now}
      offsetMs={offsetMs.value}
      onExtend={extend}
      onOver={isOver}
    />
  );
}

/** Both clocks are a little uncertain: the page is asked when the server surely knows. */
const GRACE_MS = 1_500;
