import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { type NamedSeat, seatName } from "@/lib/charts/seats_in_words.ts";

/** A seat on a receipt. */
export interface BookedSeat extends NamedSeat {
  id: string;
  zone: string;
  price: number;
}

/** The price of each seat and their sum; equal standing places share a line. `zoneNames` maps zone ids to names. */
export function BookingSummary({ seats, returnedSeats = [], total, currency, zoneNames }: {
  seats: BookedSeat[];
  /** Paid for, but since given back. */
  returnedSeats?: BookedSeat[];
  total: number;
  currency: string;
  zoneNames: Record<string, string>;
}) {
  const words = useWords("bookings").summary;
  const seatWords = useWords("seats");
  const lines = Map.groupBy(
    [
      ...seats.map((seat) => ({ ...seat, isReturned: false })),
      ...returnedSeats.map((seat) => ({
        ...seat,
        isReturned: true,
      })),
    ],
    (seat) => `${seatName(seat, seatWords)}|${seat.zone}|${seat.price}|${seat.isReturned}`,
  );
  return (
    <table class="summary">
      <caption class="visually-hidden">{words.caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{words.seat}</th>
          <th scope="col">{words.price}</th>
        </tr>
      </thead>
      <tbody>
        {[...lines].map(([key, [seat, ...others]]) => (
          <tr key={key}>
            <th scope="row">
              {seatWords.standing({ count: others.length + 1, place: seatName(seat, seatWords) })}{" "}
              {zoneNames[seat.zone] !== seat.section && (
                <span class="quiet small" dir="auto">{zoneNames[seat.zone]}</span>
              )}
              {seat.isReturned && <span class="badge">{words.givenBack}</span>}
            </th>
            <td>
              <Price amount={seat.price * (others.length + 1)} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{words.total}</th>
          <td>
            <Price amount={total} currency={currency} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
