/** How seats are called. */

/** `row` and `number` are empty for standing places. */
export interface NamedSeat {
  section: string;
  row?: string | null;
  number?: string | null;
}

/** A seat in words: "Stalls, row C, seat 12", or the area alone where one stands. */
export function seatName({ section, row, number }: NamedSeat): string {
  return row && number ? `${section}, row ${row}, seat ${number}` : section;
}

/** "row C, seat 12", or the area where one stands: for a sentence in which the section is clear. */
export function seatInRow({ section, row, number }: NamedSeat): string {
  return row && number ? `row ${row}, seat ${number}` : section;
}
