import { useLang, useLocale, useWords } from "@/components/layout/words.tsx";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { dateInWords } from "@/lib/format/date_words.ts";
import { type ClockProps, HoldClock } from "./HoldClock.tsx";

/** How long the seats being paid for are held. */
export function CheckoutClock({ hold, venue, ...clock }: ClockProps & {
  hold: HoldView;
  venue: { city: string; utcOffset: number };
}) {
  const locale = useLocale();
  const end = () => (
    <time dateTime={hold.expiresAt} lang={useLang()}>
      {dateInWords(new Date(hold.expiresAt), venue.utcOffset, locale, "time")}
    </time>
  );
  return (
    <>
      <span>
        {useWords("checkout").keptUntil({ time: end, city: () => <bdi>{venue.city}</bdi> })}
      </span>
      <HoldClock hold={hold} {...clock} />
    </>
  );
}
