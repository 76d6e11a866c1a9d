import type { ComponentChildren } from "preact";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { seatsInSentence } from "@/lib/charts/seats_in_words.ts";
import { type ExpiredSeats, expiredSeatsText } from "@/lib/seats/expired_seats.ts";

type OfferedSeat = ExpiredSeats["free"][number];

/** Why seats could not be taken, and those offered instead. */
export function RefusalNotice({ text, instead }: { text: string; instead: OfferedSeat[] }) {
  const { takeInstead } = useWords("seatChoice");
  const seatWords = useWords("seats");
  return (
    <div class="wide">
      <Notice kind="warning">
        <p>{text}</p>
        {instead.length > 0 && (
          <SeatOffer choice="instead" seats={instead}>
            {takeInstead({ seats: seatsInSentence(instead, seatWords) })}
          </SeatOffer>
        )}
      </Notice>
    </div>
  );
}

/** The seats that the buyer had until the hold expired, as long as any of them is free. */
export function ExpiredSeatsNotice({ seats }: { seats: ExpiredSeats }) {
  const { expired: words } = useWords("seatMap");
  return (
    <div class="wide">
      <Notice title={words.title}>
        <p>{words.text({ seats: expiredSeatsText(seats, words, useWords("seats")) })}</p>
        <SeatOffer choice="seats" seats={seats.free}>
          {seats.taken.length === 0 ? words.takeAgain : words.takeFree}
        </SeatOffer>
      </Notice>
    </div>
  );
}

/** A button that takes these seats. */
function SeatOffer({ choice, seats, children }: {
  choice: "instead" | "seats";
  seats: OfferedSeat[];
  children: ComponentChildren;
}) {
  return (
    <form method="post">
      <input type="hidden" name="choice" value={choice} />
      {seats.map(({ id }) => <input key={id} type="hidden" name="seat" value={id} />)}
      <button type="submit" class="button button-small">{children}</button>
    </form>
  );
}
