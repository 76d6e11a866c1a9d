/** The status of a seat: the board decides it, and this is all that other code needs to know. */

/** The letter for a seat's status: `a` available, `h` held or being paid for, `b` booked, `x` not for sale. */
export type SeatStatus = "a" | "h" | "b" | "x";

/** How many of these seats are free. `statuses` has one letter per seat, in index order. */
export function countFree(seats: number[], statuses: string): number {
  let free = 0;
  for (const seat of seats) if (statuses[seat] === "a") free++;
  return free;
}
