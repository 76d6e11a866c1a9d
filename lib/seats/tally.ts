/** How the seats of parts of a hall stand, for organizers. */
import type { ChartSeat } from "@/lib/charts/chart.ts";

/** Seats of a part of a hall by their state. Those that are not for sale are in none. */
export interface SeatTally {
  sold: number;
  held: number;
  left: number;
}

/** Counts seats by the part that each belongs to. `statuses` has one letter a seat, as the board writes them. */
export function tallySeats(
  seats: readonly ChartSeat[],
  statuses: string,
  partOf: (seat: ChartSeat) => string,
): Map<string, SeatTally> {
  const tallies = new Map<string, SeatTally>();
  for (const [index, seat] of seats.entries()) {
    const part = partOf(seat);
    let tally = tallies.get(part);
    if (!tally) tallies.set(part, tally = { sold: 0, held: 0, left: 0 });
    const letter = statuses[index];
    if (letter === "b") tally.sold++;
    else if (letter === "h") tally.held++;
    else if (letter === "a") tally.left++;
  }
  return tallies;
}
