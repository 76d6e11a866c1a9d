/**
 * Seats suggested to the buyer: the best together, or equivalents of those just lost; and the words for them. Loaded on
 * first use.
 */
import type { Chart } from "@/lib/charts/chart.ts";
import { type ChartIndex, indexChart } from "@/lib/charts/chart_index.ts";
import { type NamedSeat, seatsInSentence } from "@/lib/charts/seats_in_words.ts";
import {
  bestAvailable,
  type BestRequest,
  countGroups,
  type IsFree,
  nearestEqual,
} from "@/lib/seats/best_available.ts";
import { fixOrphan as fixOrphanOf, type OrphanFix } from "@/lib/seats/orphans.ts";
import { findAgain } from "@/lib/seats/found_seats.ts";
import type { MapWords } from "./labels.ts";

export { refusalText } from "./refusal_text.ts";

const indexes = new WeakMap<Chart, ChartIndex>();

function indexOf(chart: Chart): ChartIndex {
  const index = indexes.get(chart) ?? indexChart(chart);
  indexes.set(chart, index);
  return index;
}

/** Like `bestAvailable`, replacing the seats found before. The chart's index is computed once. */
export function suggestBest(
  chart: Chart,
  isFree: IsFree,
  request: BestRequest,
  before: ReadonlySet<number>,
): number[] | null {
  const start = Math.random();
  const { zone, quantity } = request;
  const fulfils = before.size === quantity &&
    [...before].every((seat) => zone === undefined || chart.seats[seat].zone === zone);
  return findAgain((free) => bestAvailable(indexOf(chart), free, request, start), isFree, before, fulfils);
}

/** See `nearestEqual`. */
export function suggestInstead(chart: Chart, isFree: IsFree, lost: number[]): number[] | null {
  return nearestEqual(indexOf(chart), isFree, lost);
}

/** See `fixOrphan`. */
export function fixOrphan(
  chart: Chart,
  isFree: IsFree,
  mine: ReadonlySet<number>,
  heldBefore: ReadonlySet<number>,
): OrphanFix | null {
  return fixOrphanOf(indexOf(chart), isFree, mine, heldBefore);
}

/**
 * What to tell the buyer about the best seats found: that they are not all together, and which seats stay because they
 * were chosen by hand. Empty when there is nothing to say.
 */
export function bestTexts(chart: Chart, found: number[], byHand: NamedSeat[], words: MapWords): string[] {
  const groups = countGroups(indexOf(chart), found);
  return [
    ...(groups > 1 ? [words.seats.chosen.inGroups({ groups })] : []),
    ...(byHand.length > 0
      ? [words.seatChoice.alsoKept({ seats: seatsInSentence(byHand, words.seats) })]
      : []),
  ];
}
