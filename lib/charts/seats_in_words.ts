/** Seats in words: a single seat, a list, or part of a sentence. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { compareNames } from "@/lib/text/unicode_forms.ts";

/** `row` is empty at a table; `row` and `number` are both empty for standing places. */
export interface NamedSeat {
  section: string;
  row?: string | null;
  number?: string | null;
}

type SeatWords = Words["seats"];

/** A seat in words: "Stalls, row C, seat 12", "Table 4, seat 2", or just the area for a standing place. */
export function seatName({ section, row, number }: NamedSeat, words: SeatWords): string {
  if (!number) return section;
  return row ? words.seat({ section, row, number }) : words.seatAtTable({ section, number });
}

/** Seats in a list: "Stalls, row C: 11, 12; 2 × Floor". Seats of a row or table are grouped and sorted. */
export function seatsInList(seats: NamedSeat[], words: SeatWords): string {
  const groups = Map.groupBy(seats, ({ section, row }) => JSON.stringify([section, row]));
  const parts = [...groups.values()].map((seats) => {
    const [{ section, row, number }] = seats;
    const place = isolated(section);
    if (!number) return words.standing({ count: seats.length, place });
    const names = seats.map((seat) => seat.number ?? "").toSorted(compareNames).map(isolated);
    const numbers = commaList(names, words);
    return row
      ? words.seatsOfRow({ place, row: isolated(row), numbers })
      : words.seatsOfTable({ place, numbers });
  });
  return semicolonList(parts, words);
}

/** "a, b, c" */
export function commaList(things: string[], { comma }: SeatWords): string {
  return join(things, comma);
}

/** "a; b; c", for things that contain commas. */
export function semicolonList(things: string[], { semicolon }: SeatWords): string {
  return join(things, semicolon);
}

function join(things: string[], two: (args: { first: string; next: string }) => string): string {
  return things.length === 0 ? "" : things.reduce((first, next) => two({ first, next }));
}

/** "a, b and c" for up to three things; for more, the first two and the number of others. */
function andList(things: string[], words: SeatWords): string {
  const shown = things.length > 3
    ? [...things.slice(0, 2), words.more({ count: things.length - 2 })]
    : things;
  if (shown.length < 2) return shown.join("");
  return words.and({ first: commaList(shown.slice(0, -1), words), next: shown.at(-1)! });
}

/** Seats in a sentence where the section is clear: "row C, seats 14 and 15" if they share a row. */
export function seatsInSentence(seats: NamedSeat[], words: SeatWords): string {
  const [first] = seats;
  const together = seats.every(({ row, section }) => row === first.row && section === first.section);
  if (first?.row && together) {
    const numbers = andList(seats.map(({ number }) => number ?? ""), words);
    return words.inRow({ row: first.row, count: seats.length, numbers });
  }
  const names = seats.map((seat) => nameInSection(seat, words));
  return andList(
    [...Map.groupBy(names, (name) => name)].map(([place, { length: count }]) =>
      count > 1 ? words.standingIn({ count, place }) : place
    ),
    words,
  );
}

/** "row C, seat 12", "seat 2", or the area for a standing place. */
function nameInSection({ section, row, number }: NamedSeat, words: SeatWords): string {
  if (!number) return section;
  return row ? words.inRow({ row, count: 1, numbers: number }) : words.atTable({ number });
}
