import { Notice } from "@/components/layout/Notice.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { ChosenSeats } from "@/components/seat_map/ChosenSeats.tsx";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import type { CheckoutView } from "@/lib/checkout/view.ts";
import type { MapEvent, MapZone } from "@/lib/client/seat_map/map_event.ts";
import { withSeats } from "@/lib/seats/expired_seats.ts";

/** The event data that the checkout needs. */
export type CheckoutEvent = Pick<MapEvent, "slug" | "currency"> & {
  zones: Pick<MapZone, "id" | "name" | "colour">[];
  venue: { city: string; utcOffset: number };
};

/** What is being paid for: the seats, notes about them, and the total. */
export function CheckoutSeats({ view, event }: {
  view: CheckoutView;
  event: CheckoutEvent;
}) {
  const words = useWords("checkout");
  const seatWords = useWords("seats");
  const { hold, groups, notes } = view;
  const { seats, total, currency } = hold;
  return (
    <section class="stack" aria-label={words.yourSeats}>
      {groups > 1 && (
        <Notice>
          <p>{seatWords.chosen.inGroups({ groups })}</p>
        </Notice>
      )}
      <ChosenSeats seats={seats} event={event} />
      <p class="spread summary-total">
        {words.total({ price: () => <Price amount={total} currency={currency} /> })}
      </p>
      {notes.length > 0 && (
        <ul class="quiet small">
          {notes.map(({ note, ...seat }) => {
            const name = seatName(seat, seatWords);
            return <li key={name}>{words.seatNote({ seat: name, note })}</li>;
          })}
        </ul>
      )}
      <p>
        <a href={withSeats(`/events/${event.slug}`, seats.map(({ id }) => id))}>{words.changeSeats}</a>
      </p>
    </section>
  );
}
