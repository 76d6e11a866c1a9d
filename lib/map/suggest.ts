/**
 * Seats that the buyer did not name: the best together, or equal ones for those just lost; and the words for it. The page
 * loads this when it is first needed.
 */
import { bestAvailable, type BestRequest, type IsFree, nearestEqual } from "@/lib/seats/best_available.ts";
import type { Chart } from "@/lib/seats/chart.ts";
import { type ChartIndex, indexChart } from "@/lib/seats/chart_index.ts";

export { refusalWords, seatsInWords } from "./refusal_words.ts";

const indexes = new WeakMap<Chart, ChartIndex>();

function indexOf(chart: Chart): ChartIndex {
  const index = indexes.get(chart) ?? indexChart(chart);
  indexes.set(chart, index);
  return index;
}

/** As `bestAvailable`. The chart's index is worked out once. */
export function suggestBest(chart: Chart, isFree: IsFree, request: BestRequest): number[] | null {
  return bestAvailable(indexOf(chart), isFree, request, Math.random());
}

/** As `nearestEqual`. */
export function suggestInstead(chart: Chart, isFree: IsFree, lost: number[]): number[] | null {
  return nearestEqual(indexOf(chart), isFree, lost);
}
