/** Who sits where in the sample data. Pure. */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { Random } from "./random.ts";

export interface SampleParty {
  /** Index in the list of buyers. */
  buyer: number;
  seats: number[];
}

export interface SampleSale {
  hall: ChartIndex;
  blockedSeats: number[];
  /** The share of seats that are sold, 0 to 1. */
  sold: number;
  buyers: number;
  maxSeatsPerBuyer: number;
  random: Random;
}

/** The weight of chance relative to the quality of a seat. */
const WHIM = 0.8;

/**
 * Seats parties of one to four people side by side, roughly the best seats first, until the share `sold` is taken.
 * Nobody exceeds the limit. Wheelchair places stay free unless everything is sold.
 */
export function planSales(
  { hall, blockedSeats, sold, buyers, maxSeatsPerBuyer, random }: SampleSale,
): SampleParty[] {
  const { chart, distances, runs, placesByArea } = hall;
  const furthest = distances.reduce((a, b) => Math.max(a, b), 1);
  const blocked = new Set(blockedSeats);
  const isOffered = (seat: number) =>
    !blocked.has(seat) &&
    (sold === 1 || !chart.seats[seat].flags.some((flag) => flag === "accessible" || flag === "companion"));
  const parties = [...runs, ...placesByArea.values()]
    .flatMap((run) => splitRun(run, isOffered))
    .flatMap((run) => cutIntoParties(run, random))
    .map((seats) => ({ seats, rank: distances[seats[0]] / furthest + random() * WHIM }))
    .toSorted((a, b) => a.rank - b.rank);

  let left = Math.floor((chart.seats.length - blocked.size) * sold);
  const seatsOf = new Array<number>(buyers).fill(0);
  const sales: SampleParty[] = [];
  for (const { seats } of parties) {
    if (seats.length > left) continue;
    const buyer = leastServed(seatsOf, random);
    if (seatsOf[buyer] + seats.length > maxSeatsPerBuyer) continue;
    seatsOf[buyer] += seats.length;
    left -= seats.length;
    sales.push({ buyer, seats });
  }
  return sales;
}

/** The parts of a run that are offered. */
function splitRun(run: number[], isOffered: (seat: number) => boolean): number[][] {
  const parts: number[][] = [[]];
  for (const seat of run) {
    if (isOffered(seat)) parts.at(-1)!.push(seat);
    else if (parts.at(-1)!.length > 0) parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}

function cutIntoParties(run: number[], random: Random): number[][] {
  const parties: number[][] = [];
  for (let start = 0; start < run.length;) {
    const size = [1, 2, 2, 2, 3, 4][Math.floor(random() * 6)];
    parties.push(run.slice(start, start + size));
    start += size;
  }
  return parties;
}

function leastServed(seatsOf: number[], random: Random): number {
  const fewest = Math.min(...seatsOf);
  const candidates = seatsOf.flatMap((seats, buyer) => seats === fewest ? [buyer] : []);
  return candidates[Math.floor(random() * candidates.length)];
}
