/** How a seat stands. The board decides; this is what everyone knows of it. */

/** One letter a seat, in index order: `a` available, `h` held or being paid, `b` booked, `x` not for sale. */
export type SeatStatus = "a" | "h" | "b" | "x";

/** How many of these seats are free. `statuses` has one letter a seat. */
export function countFree(seats: number[], statuses: string): number {
  let free = 0;
  for (const seat of seats) if (statuses[seat] === "a") free++;
  return free;
}
