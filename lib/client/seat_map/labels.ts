/** Seats in words, for the map: their features, their state, and the full description for screen readers. */
import { commaList, type NamedSeat, seatName } from "@/lib/charts/seats_in_words.ts";
import type { SeatFlag } from "@/lib/charts/chart.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import type { SeatState } from "../canvas/scene.ts";

/** The words that the map uses. */
export type MapWords = Pick<Words, "seatChoice" | "seats">;

/** A seat's features in words, such as "wheelchair place, on the aisle"; empty when it has none. */
export function featureLabels(flags: readonly SeatFlag[], { seatChoice, seats }: MapWords): string {
  return commaList(flags.map((flag) => seatChoice.feature[flag]), seats);
}

/** A seat as screen readers say it: name, price, features, state. */
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
