import { HoldClock } from "@/components/HoldClock.tsx";
import { dateInWords } from "@/lib/events/date_words.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";

/** Until when the seats on the page of their payment are kept. `onOver` is called every second from then on. */
export function CheckoutClock({ hold, now, offsetMs, locale, venue, onExtend, onOver }: {
  hold: HoldView;
  /** The server's time when it rendered the page, and its clock minus ours, milliseconds. */
  now: number;
  offsetMs: number;
  locale: string;
  venue: { city: string; utcOffset: number };
  onExtend: () => void;
  onOver: () => void;
}) {
  return (
    <>
      <span>
        These seats are yours until {dateInWords(new Date(hold.expiresAt), venue.utcOffset, locale, "time")}
        {" "}
        ({venue.city} time).
      </span>
      <HoldClock
        expiresAt={hold.expiresAt}
        maxExpiresAt={hold.maxExpiresAt}
        now={now}
        offsetMs={offsetMs}
        onExtend={onExtend}
        onOver={onOver}
      />
    </>
  );
}
