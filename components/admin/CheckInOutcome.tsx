import { DateTime } from "@/components/layout/DateTime.tsx";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import { formatDate } from "@/lib/format/dates.ts";
import type { CheckIn, Scan } from "@/lib/tickets/check_in.ts";

/** What to do with a guest, in large letters. `timeZone` is the venue's. */
export function CheckInOutcome({ scan: { answer, isGarbled }, timeZone, locale }: {
  scan: Scan;
  timeZone: string;
  locale: string;
}) {
  const { result, seat, checkedInAt } = answer;
  const [title, text] = isGarbled ? garbled : wordsOf(answer, locale);
  return (
    <section class="check-in" data-result={result} role="alert">
      <h2>{title}</h2>
      {seat && <p class="check-in-seat">{seatName(seat)}</p>}
      <p>
        {text}
        {checkedInAt && (
          <>
            {result === "admitted" ? " Admitted at " : " It was at "}
            <DateTime at={checkedInAt} timeZone={timeZone} locale={locale} style="time" />.
          </>
        )}
      </p>
    </section>
  );
}

const garbled = [
  "Not readable",
  "The scanner is set to another keyboard than this computer. Set both to the same one, take Caps Lock off, and scan again.",
];

function wordsOf({ result, event }: CheckIn, locale: string): [title: string, text: string] {
  switch (result) {
    case "admitted":
      return ["Welcome", "Let them in."];
    case "already-used":
      return ["Already used", "Somebody came in with this ticket before."];
    case "cancelled":
      return ["Cancelled", "The booking was cancelled, and this ticket with it."];
    case "refunded":
      return ["Refunded", "This ticket was given back for its money."];
    case "wrong-event":
      return [
        "Another event",
        event
          ? `This ticket is for “${event.title}”, ${
            formatDate(new Date(event.startsAt), locale, event.timeZone, "full")
          }.`
          : "This ticket is for another event.",
      ];
    case "invalid":
      return ["Not valid", "This is not one of our tickets."];
    default:
      return result satisfies never;
  }
}
