/**
 * Buyers who do what a page would do: fetch the seats, choose on the live map, hold, pay, and wait for the outcome.
 * One seat stream serves all maps: another benchmark measures the cost of thousands of streams.
 */
import { seededRandom } from "@/lib/demo/random.ts";
import { type Buyer, Chooser } from "./buyers.ts";
import type { Outcome } from "./journal.ts";
import type { Sale } from "./prepare.ts";
import { pause } from "./sale.ts";
import type { Visit } from "./visit.ts";

/** How many times a buyer tries to hold seats. */
const TRIES_MAX = 8;
/** The longest time a buyer takes to choose again. */
const CHOOSING_AGAIN_MS_MAX = 500;

/** `liveMap` has the current statuses, one letter per seat. */
export function mapBuyers({ sale, buyers, liveMap, seed }: {
  sale: Sale;
  buyers: Buyer[];
  liveMap: () => string;
  seed: number;
}): (visit: Visit, n: number) => Promise<Outcome> {
  const chooser = new Chooser(sale.hall);
  return async (visit, n) => {
    const random = seededRandom(seed + n);
    await visit.fetchSeats();
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const chosen = chooser.choose(liveMap(), buyers[n].seats, random);
      if (!chosen) return "sold out";
      // After losing seats once, a buyer takes the best available ones.
      const held = await visit.hold(
        tries === 0
          ? { seats: chosen.map((seat) => sale.hall.chart.seats[seat].id) }
          : { best: { quantity: chosen.length } },
      );
      if (held) return await checkOut(visit, held, buyers[n]);
      await pause(random() * CHOOSING_AGAIN_MS_MAX);
    }
    return "outrun";
  };
}

async function checkOut(visit: Visit, holdId: string, { card, givesUp }: Buyer): Promise<Outcome> {
  if (givesUp) {
    await visit.release(holdId);
    return "gave up";
  }
  if (card !== "good") {
    await visit.pay(holdId, "tok_decline", "failed");
    if (card === "declined") {
      await visit.release(holdId);
      return "declined";
    }
  }
  await visit.pay(holdId, "tok_approve", "confirmed");
  return "booked";
}
