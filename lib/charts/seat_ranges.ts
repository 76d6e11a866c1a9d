/** Seats by their numbers as people write them: "1-4, 7". Pure. */
import type { ChartSeat } from "./chart.ts";

/**
 * The seats that a text names by number or by range, in the order of the row; an empty text names all. A range is
 * counted in whole numbers, and skips those that no seat has, as in rows of only odd ones. Otherwise, returns the part
 * of the text that names no seat.
 */
export function seatsNamed(
  seats: ChartSeat[],
  text: string,
): { ok: true; seats: ChartSeat[] } | { ok: false; unknown: string } {
  const parts = text.split(/[,;]/).map((part) => part.trim()).filter(Boolean);
  if (parts.length === 0) return { ok: true, seats };
  const named = new Set<ChartSeat>();
  for (const part of parts) {
    const found = seats.filter(({ number }) => number === part);
    const matches = found.length > 0 ? found : inRange(seats, part);
    if (matches.length === 0) return { ok: false, unknown: part };
    for (const seat of matches) named.add(seat);
  }
  return { ok: true, seats: seats.filter((seat) => named.has(seat)) };
}

function inRange(seats: ChartSeat[], part: string): ChartSeat[] {
  const range = /^(\d+)\s*[-–]\s*(\d+)$/.exec(part);
  if (!range) return [];
  const [low, high] = [Number(range[1]), Number(range[2])].toSorted((a, b) => a - b);
  return seats.filter(({ number }) =>
    /^\d+$/.test(number) && Number(number) >= low && Number(number) <= high
  );
}
