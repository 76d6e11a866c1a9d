/** Buyers who see no map: each tries one seat after another, in a random order, and buys those that are free. */
import { seededRandom, shuffled } from "@/lib/demo/random.ts";
import type { Outcome } from "./journal.ts";
import type { Sale } from "./prepare.ts";
import type { Visit } from "./visit.ts";

/** Each buyer leaves when no seat is free (`liveMap` has one letter per seat) or they have tried all. */
export function blindBuyers({ sale, liveMap, seed }: {
  sale: Sale;
  liveMap: () => string;
  seed: number;
}): (visit: Visit, n: number) => Promise<Outcome> {
  const { seats } = sale.hall.chart;
  return async (visit, n) => {
    const random = seededRandom(seed + n);
    let booked = 0;
    for (const { id } of shuffled(seats, random)) {
      if (!liveMap().includes("a")) break;
      const held = await visit.hold({ seats: [id] });
      if (!held) continue;
      await visit.pay(held, "tok_approve", "confirmed");
      booked++;
    }
    return booked > 0 ? "booked" : "outrun";
  };
}
