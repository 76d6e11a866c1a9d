import { DateTime } from "@/components/layout/DateTime.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import { formatDate } from "@/lib/format/dates.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";
import type { CheckIn, Scan } from "@/lib/tickets/check_in.ts";

/** What to do after a scan at the door, in large letters. `timeZone` is the venue's. */
export function CheckInOutcome({ scan: { checkIn, isGarbled }, timeZone }: {
  scan: Scan;
  timeZone: string;
}) {
  const locale = useLocale();
  const { result, seat, checkedInAt } = checkIn;
  const words = useWords("door");
  const seatWords = useWords("seats");
  const { title, text } = isGarbled ? words.outcome.garbled : outcomeOf(checkIn, words, locale);
  const time = () => <DateTime at={checkedInAt!} timeZone={timeZone} style="time" />;
  return (
    <section class="check-in" data-result={result} role="alert">
      <h2>{title}</h2>
      {seat && <p class="check-in-seat">{seatName(seat, seatWords)}</p>}
      <p>
        {text}
        {checkedInAt && (
          <>
            {" "}
            {result === "admitted" ? words.admittedAt({ time }) : words.wasAt({ time })}
          </>
        )}
      </p>
    </section>
  );
}

/** For a ticket for another event, the text says which event, if known. */
function outcomeOf({ result, event }: CheckIn, words: Words["door"], locale: string) {
  const outcome = words.outcome[result];
  if (!event) return outcome;
  const when = formatDate(new Date(event.startsAt), locale, event.timeZone, "full");
  return { ...outcome, text: words.forOtherEvent({ event: isolated(event.title), when: isolated(when) }) };
}
