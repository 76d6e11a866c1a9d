/** What became of seats that a buyer had, once their time is over. Pure. */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { NamedSeat } from "@/lib/charts/seats_in_words.ts";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";

export interface ExpiredSeats {
  free: (NamedSeat & { id: string })[];
  /** Taken meanwhile. */
  taken: NamedSeat[];
}

/** Looks after at most `seatsMax` of these seats; ids that the chart does not have are passed over. */
export function expiredSeats(
  { chart, indexById }: ChartIndex,
  statuses: string,
  seatIds: string[],
  seatsMax: number,
): ExpiredSeats {
  const known = [...new Set(seatIds)].flatMap((id) => indexById.get(id) ?? []).slice(0, seatsMax);
  const { free = [], taken = [] } = Object.groupBy(known, (at) => statuses[at] === "a" ? "free" : "taken");
  return { free: free.map((at) => chart.seats[at]), taken: taken.map((at) => chart.seats[at]) };
}

/** What is said of them: which are taken by now (perhaps by a booking of the same buyer), and which are to be had. */
export function expiredSeatsText({ free, taken }: ExpiredSeats): string {
  if (free.length === 0 && taken.length === 0) {
    return "They are free for others again, and perhaps still for you.";
  }
  if (taken.length === 0) return `They are still free: ${seatsInList(free)}.`;
  if (free.length === 0) return `They are taken by now: ${seatsInList(taken)}.`;
  return `Taken by now: ${seatsInList(taken)}. Still free: ${seatsInList(free)}.`;
}

/** An address that knows of these seats, so that its page can offer them again when their time is over. */
export function withSeats(path: string, seatIds: string[]): string {
  return seatIds.length === 0 ? path : `${path}?${new URLSearchParams(seatIds.map((id) => ["seat", id]))}`;
}
