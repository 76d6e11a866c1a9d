/** What became of a buyer's seats after their hold expired. Pure. */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { NamedSeat } from "@/lib/charts/seats_in_words.ts";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

export interface ExpiredSeats {
  free: (NamedSeat & { id: string })[];
  /** No longer free. */
  taken: NamedSeat[];
}

/** Looks at up to `seatsMax` of these seats; ids that the chart does not have are ignored. */
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

/** Says which of the seats are taken by now (perhaps by the same buyer's booking) and which are still free. */
export function expiredSeatsText(
  { free, taken }: ExpiredSeats,
  words: Words["seatMap"]["expired"],
  seatWords: Words["seats"],
): string {
  if (free.length === 0 && taken.length === 0) return words.unknown;
  const [freeSeats, takenSeats] = [free, taken].map((seats) => seatsInList(seats, seatWords));
  if (taken.length === 0) return words.stillFree({ seats: freeSeats });
  if (free.length === 0) return words.taken({ seats: takenSeats });
  return words.someTaken({ taken: takenSeats, free: freeSeats });
}

/** Returns a URL that carries these seats, so that its page can offer them again after their hold has expired. */
export function withSeats(path: string, seatIds: string[]): string {
  return seatIds.length === 0 ? path : `${path}?${new URLSearchParams(seatIds.map((id) => ["seat", id]))}`;
}
