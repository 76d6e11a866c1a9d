import { type ClockProps, HoldClock } from "@/components/checkout/HoldClock.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { ChosenSeat, MapEvent } from "@/lib/client/seat_map/map_event.ts";
import { formatMoney } from "@/lib/format/money.ts";

/** The total, the clock and the one button. Without the callbacks it is read-only. */
export function PanelFoot({ seats, hold, isReady, event, ...clock }: ClockProps & {
  seats: ChosenSeat[];
  hold: HoldView | null;
  /** Whether the server knows the whole choice. */
  isReady: boolean;
  event: Pick<MapEvent, "currency">;
}) {
  const locale = useLocale();
  const words = useWords("seatChoice");
  const isClaimed = hold?.status === "claimed";
  const total = seats.reduce((sum, seat) => sum + seat.price, 0);
  return (
    <div class="panel-foot">
      <span class="panel-sum">
        <span class="quiet small">{words.seatCount({ count: seats.length })}</span>{" "}
        <span class="panel-total">{formatMoney(total, event.currency, locale)}</span>
      </span>
      {hold && !isClaimed && <HoldClock hold={hold} {...clock} />}
      <a
        class="button button-main"
        href={isClaimed
          ? `/bookings/${hold.bookingId}`
          : hold && isReady
          ? `/checkout/${hold.id}`
          : undefined}
        role="link"
        aria-disabled={!hold || !isReady}
      >
        {isClaimed ? words.seeBooking : words.continue}
      </a>
    </div>
  );
}
