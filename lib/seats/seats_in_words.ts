import type { NamedSeat } from "./seat_name.ts";

const byNumber = new Intl.Collator("en", { numeric: true });

/** Several seats in few words: "Stalls, row C: 11, 12; 2 × Floor". Seats of a row or table stand together, in order. */
export function seatsInWords(seats: NamedSeat[]): string {
  const groups = Map.groupBy(seats, ({ section, row }) => row ? `${section}, row ${row}` : section);
  return [...groups].map(([place, seats]) => {
    if (!seats[0].number) return seats.length > 1 ? `${seats.length} × ${place}` : place;
    const numbers = seats.map((seat) => seat.number ?? "").toSorted(byNumber.compare);
    return `${place}: ${numbers.join(", ")}`;
  }).join("; ");
}
