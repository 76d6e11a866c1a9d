/** How seats are called. */

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
export function seatInRow({ section, row, number }: NamedSeat): string {
  if (!number) return section;
  return row ? `row ${row}, seat ${number}` : `seat ${number}`;
}
