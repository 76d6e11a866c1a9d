/** Seats in words: one, several in a list, several within a sentence. */
import { isolated } from "@/lib/text/isolated.ts";
import { compareNames } from "@/lib/text/unicode_forms.ts";

/** `row` is empty at a table, `row` and `number` are for standing places. */
export interface NamedSeat {
  section: string;
  row?: string | null;
  number?: string | null;
}

/** A seat in words: "Stalls, row C, seat 12", "Table 4, seat 2", or the area alone where one stands. */
export function seatName({ section, ...place }: NamedSeat): string {
  return place.number ? `${section}, ${seatInRow({ section, ...place })}` : section;
}

/** "row C, seat 12", "seat 2", or the area where one stands: for a sentence in which the section is clear. */
function seatInRow({ section, row, number }: NamedSeat): string {
  if (!number) return section;
  return row ? `row ${row}, seat ${number}` : `seat ${number}`;
}

/** Seats in a list: "Stalls, row C: 11, 12; 2 × Floor". Seats of a row or table stand together, in order. */
export function seatsInList(seats: NamedSeat[]): string {
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

/** "a, b and c" of at most three things; of more, the first two and how many others. */
function andList(things: string[]): string {
  const shown = things.length > 3 ? [...things.slice(0, 2), `${things.length - 2} more`] : things;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Seats in a sentence: "row C, seats 14 and 15" when they share a row. */
export function seatsInSentence(seats: NamedSeat[]): string {
  const [first] = seats;
  const together = seats.length > 1 && first.row &&
    seats.every(({ row, section }) => row === first.row && section === first.section);
  if (together) return `row ${first.row}, seats ${andList(seats.map(({ number }) => number ?? ""))}`;
  const names = seats.map(seatInRow);
  return andList(
    [...Map.groupBy(names, (name) => name)].map(([name, same]) =>
      same.length > 1 ? `${same.length} places in ${name}` : name
    ),
  );
}
