import { isolated } from "@/lib/text/isolated.ts";
import { compareNames } from "@/lib/text/unicode_forms.ts";
import type { NamedSeat } from "./seat_name.ts";

/** Several seats in few words: "Stalls, row C: 11, 12; 2 × Floor". Seats of a row or table stand together, in order. */
export function seatsInWords(seats: NamedSeat[]): string {
  const groups = Map.groupBy(
    seats,
    ({ section, row }) => row ? `${isolated(section)}, row ${isolated(row)}` : isolated(section),
  );
  return [...groups].map(([place, seats]) => {
    if (!seats[0].number) return seats.length > 1 ? `${seats.length} × ${place}` : place;
    const numbers = seats.map((seat) => seat.number ?? "").toSorted(compareNames).map(isolated);
    return `${place}: ${numbers.join(", ")}`;
  }).join("; ");
}
