/** The buyers of an on-sale, and how they choose: people like the best seats, sit together, and have different tastes. */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { Random } from "@/lib/demo/random.ts";

export interface Buyer {
  /** Milliseconds after the sale opens. */
  arrivesAtMs: number;
  seats: number;
  /** Holds seats, changes their mind and releases them. */
  givesUp: boolean;
  /** Of the buyers whose card is declined, half try another card; the others leave. */
  card: "good" | "declined, then good" | "declined";
}

/** Groups of 1 to 6; pairs are the most common. */
const GROUP_SHARES = [0.2, 0.42, 0.14, 0.16, 0.05, 0.03];
const GIVE_UP_SHARE = 0.08;
const DECLINED_SHARE = 0.08;

/** Plans this many buyers, who arrive uniformly at random within that time; in order of arrival. */
export function planBuyers(count: number, withinMs: number, random: Random): Buyer[] {
  return Array.from({ length: count }, (): Buyer => ({
    arrivesAtMs: random() * withinMs,
    seats: groupSize(random()),
    givesUp: random() < GIVE_UP_SHARE,
    card: random() >= DECLINED_SHARE ? "good" : random() < 0.5 ? "declined, then good" : "declined",
  })).sort((a, b) => a.arrivesAtMs - b.arrivesAtMs);
}

function groupSize(chance: number): number {
  let below = 0;
  const size = GROUP_SHARES.findIndex((share) => chance < (below += share));
  return size === -1 ? GROUP_SHARES.length : size + 1;
}

/** The average number of best free seats that a buyer considers. */
const TASTE = 40;

/** Chooses seats of one hall. */
export class Chooser {
  readonly #bestFirst: number[];
  /** The run that each seat is in, and its position there. */
  readonly #positions = new Map<number, { run: number[]; at: number }>();

  constructor(index: ChartIndex) {
    this.#bestFirst = [...index.distances.keys()].sort((a, b) => index.distances[a] - index.distances[b]);
    for (const run of index.runs) run.forEach((seat, at) => this.#positions.set(seat, { run, at }));
  }

  /**
   * Chooses free seats for a group: around one of the best free seats, side by side as far as possible, then the best
   * of the rest. Null if there are too few. `statuses` has one letter per seat.
   */
  choose(statuses: string, quantity: number, random: Random): number[] | null {
    const free = this.#bestFirst.filter((seat) => statuses[seat] === "a");
    if (free.length < quantity) return null;
    const rank = Math.floor(-Math.log(1 - random()) * TASTE);
    const preferred = free[Math.min(rank, free.length - 1)];
    const chosen = this.#neighbours(statuses, preferred, quantity);
    for (let next = 0; chosen.length < quantity; next++) {
      if (!chosen.includes(free[next])) chosen.push(free[next]);
    }
    return chosen;
  }

  #neighbours(statuses: string, preferred: number, quantity: number): number[] {
    const { run, at } = this.#positions.get(preferred) ?? { run: [preferred], at: 0 };
    const isFree = (position: number) => statuses[run[position]] === "a";
    let [left, right] = [at, at];
    while (right - left + 1 < quantity) {
      if (isFree(right + 1)) right++;
      else if (isFree(left - 1)) left--;
      else break;
    }
    return run.slice(left, right + 1);
  }
}
