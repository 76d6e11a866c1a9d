/** Seats in the words of the map: what is special about them, their state, and all that is heard of one. */
import { commaList, type NamedSeat, seatName } from "@/lib/charts/seats_in_words.ts";
import type { SeatFlag } from "@/lib/charts/chart.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import type { SeatState } from "../canvas/scene.ts";

/** What the map says. */
export type MapWords = Pick<Words, "seatChoice" | "seats">;

/** What is special about a seat, in words: "wheelchair place, on the aisle"; empty when nothing is. */
export function featureLabels(flags: readonly SeatFlag[], { seatChoice, seats }: MapWords): string {
  return commaList(flags.map((flag) => seatChoice.feature[flag]), seats);
}

/** A seat for those who hear it: name, price, what is special, state. */
export function spokenSeat(
  seat: NamedSeat & { flags: readonly SeatFlag[] },
  price: string,
  state: SeatState,
  words: MapWords,
): string {
  const { seatChoice, seats } = words;
  const said = { seat: seatName(seat, seats), price, state: seatChoice.state[state] };
  const features = featureLabels(seat.flags, words);
  return features ? seatChoice.spokenSpecialSeat({ ...said, features }) : seatChoice.spokenSeat(said);
}
