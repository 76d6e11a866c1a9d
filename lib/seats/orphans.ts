/** Single seats that a choice leaves alone, and the smallest change of the choice that mends it. Pure. */
import { type IsFree, isOrdinary } from "./best_available.ts";
import type { ChartIndex } from "./chart_index.ts";

export interface Mend {
  /** The seat that is left alone. */
  orphan: number;
  /** What to take and to give back: as many as before, of the same zone. */
  take: number[];
  giveBack: number[];
  /** The block of seats that one has then, along its row. */
  instead: number[];
}

/**
 * How to mend a choice that leaves a free seat alone between taken ones: by moving the block beside it one seat along.
 * Null when no seat is left alone, or when every choice of that size would leave one. `isFree` is false for `mine`.
 */
export function mendOrphan(index: ChartIndex, isFree: IsFree, mine: ReadonlySet<number>): Mend | null {
  for (const run of index.runs) {
    if (!run.some((seat) => mine.has(seat))) continue;
    for (let at = 0; at < run.length; at++) {
      if (!isFree(run[at]) || isFreeAt(run, at - 1, isFree) || isFreeAt(run, at + 1, isFree)) continue;
      const mend = mendBeside(index, run, at, -1, isFree, mine) ??
        mendBeside(index, run, at, 1, isFree, mine);
      if (mend) return mend;
    }
  }
  return null;
}

/** Moves the block of chosen seats on one side of the orphan, if there is one and room on its far side. */
function mendBeside(
  { chart }: ChartIndex,
  run: number[],
  at: number,
  side: -1 | 1,
  isFree: IsFree,
  mine: ReadonlySet<number>,
): Mend | null {
  let far = at;
  while (mine.has(run[far + side])) far += side;
  if (far === at || !isFreeAt(run, far + side, isFree)) return null;
  const [orphan, last] = [run[at], run[far]];
  const isEqual = chart.seats[orphan].zone === chart.seats[last].zone && isOrdinary(chart, orphan) &&
    isOrdinary(chart, last);
  if (!isEqual) return null;
  const instead = side === 1 ? run.slice(at, far) : run.slice(far + 1, at + 1);
  return { orphan, take: [orphan], giveBack: [last], instead };
}

function isFreeAt(run: number[], position: number, isFree: IsFree): boolean {
  return position >= 0 && position < run.length && isFree(run[position]);
}
