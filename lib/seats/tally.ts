/** Seat counts for parts of a hall, for organizers. */
import type { ChartSeat } from "@/lib/charts/chart.ts";

/** The seats of a part of a hall by status. Those not for sale are not counted. */
export interface SeatTally {
  sold: number;
  held: number;
  left: number;
}

/** Counts seats by the part that each belongs to. `statuses` has one letter per seat, as on the board. */
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

/** A named part of a hall with its seat counts. */
export interface TalliedPart extends SeatTally {
  id: string;
  name: string;
  /** Minor units; left out if the part has several prices. */
  price?: number;
}

/** The tallies of these parts, in the given order, leaving out parts without seats. */
export function tallyParts(
  parts: readonly { id: string; name: string; price?: number }[],
  seats: readonly ChartSeat[],
  statuses: string,
  partOf: (seat: ChartSeat) => string,
): TalliedPart[] {
  const tallies = tallySeats(seats, statuses, partOf);
  return parts.flatMap(({ id, name, price }) => {
    const tally = tallies.get(id);
    return tally ? [{ id, name, price, ...tally }] : [];
  });
}
