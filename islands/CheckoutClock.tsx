import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { HoldClock } from "@/components/HoldClock.tsx";
import { dateInWords } from "@/lib/events/date_words.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";

/** Both clocks are a little uncertain: the server is asked when it surely knows. */
const GRACE_MS = 1_500;

/**
 * Until when the seats on the page of their payment are kept. The time may have been extended, and the seats been paid
 * for, in another window: at its end the server is asked, and only when it says so the page that offers the same seats
 * again takes the place of this one.
 */
export default function CheckoutClock({ hold, now, locale, venue }: {
  hold: HoldView;
  /** The server's time when it rendered the page, milliseconds. */
  now: number;
  locale: string;
  /** Milliseconds that its clocks are ahead of UTC. */
  venue: { city: string; utcOffset: number };
}) {
  const end = useSignal(hold.expiresAt);
  const offsetMs = useSignal(0);
  const isAsking = useSignal(false);
  useEffect(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    // The answer began to arrive when the server's clock showed `now`, give or take the way.
    offsetMs.value = now - (performance.timeOrigin + (navigation?.responseStart ?? 0));
    // Coming back from the booking, the browser may show this page as it was left.
    const onShow = ({ persisted }: PageTransitionEvent) => persisted && location.reload();
    addEventListener("pageshow", onShow);
    return () => removeEventListener("pageshow", onShow);
  }, []);

  const ask = async (path: string, method: string) => {
    if (isAsking.value) return;
    isAsking.value = true;
    try {
      const response = await fetch(path, { method, cache: "no-store" });
      if (response.ok) {
        const { status, expiresAt }: HoldView = await response.json();
        if (status === "claimed") location.reload();
        end.value = expiresAt;
      } else if (response.status === 404) {
        const seats = new URLSearchParams(hold.seats.map(({ id }) => ["seat", id]));
        location.replace(`${location.pathname}?${seats}`);
      }
    } catch {
      // No network: the clock goes on, and the server is asked again.
    } finally {
      isAsking.value = false;
    }
  };
  const onOver = () => {
    if (Date.now() + offsetMs.value > Date.parse(end.value) + GRACE_MS) ask(`/api/holds/${hold.id}`, "GET");
  };

  return (
    <>
      <span>
        These seats are yours until {dateInWords(new Date(end.value), venue.utcOffset, locale, "time")}{" "}
        ({venue.city} time).
      </span>
      <HoldClock
        expiresAt={end.value}
        maxExpiresAt={hold.maxExpiresAt}
        now={now}
        offsetMs={offsetMs.value}
        onExtend={() => ask(`/api/holds/${hold.id}/extend`, "POST")}
        onOver={onOver}
      />
    </>
  );
}
