/**
 * Finds orphans, the single seats that a choice leaves, and a choice of the same size that leaves none. Pure.
 *
 * A seat is an orphan if it is free and its neighbours in the row are not. This can be avoided if the block beside it
 * can be moved along by one, onto an equal seat. In a row of equal seats that is always possible, unless the choice
 * leaves just one of the seats that were free between two taken ones: then every choice of that size leaves one.
 */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import { type IsFree, isOrdinary } from "./best_available.ts";

export interface OrphanFix {
  orphan: number;
  /** Seats to take and to give back: the same number of each, in the same zone. */
  take: number[];
  giveBack: number[];
  /** The resulting block of seats, in the order of its row. */
  instead: number[];
}

/** The orphans that a choice leaves, and a choice of the same size that leaves none of them. */
export interface Orphans {
  orphans: number[];
  /** The complete alternative choice. */
  instead: number[];
}

const NOTHING: ReadonlySet<number> = new Set();

/**
 * Returns how to fix a choice that leaves an orphan: by moving the block beside it along by one. Null if there is no
 * orphan, or if every choice of that size would leave one. `isFree` is false for `mine`. `had` are the seats that the
 * buyer had before: an orphan that those already left is not reported again.
 */
export function fixOrphan(
  index: ChartIndex,
  isFree: IsFree,
  mine: ReadonlySet<number>,
  had: ReadonlySet<number> = NOTHING,
): OrphanFix | null {
  const wasFree = (seat: number) => !had.has(seat) && (isFree(seat) || mine.has(seat));
  for (const run of index.runs) {
    if (!run.some((seat) => mine.has(seat))) continue;
    for (let at = 0; at < run.length; at++) {
      if (!isOrphan(run, at, isFree) || isOrphan(run, at, wasFree)) continue;
      const fix = fixBeside(index, run, at, -1, isFree, mine) ??
        fixBeside(index, run, at, 1, isFree, mine);
      if (fix) return fix;
    }
  }
  return null;
}

/**
 * Returns the orphans that a choice leaves needlessly, with a choice that does not; null if there are none. The
 * arguments are those of {@link fixOrphan}.
 */
export function findOrphans(
  index: ChartIndex,
  isFree: IsFree,
  mine: ReadonlySet<number>,
  had: ReadonlySet<number> = NOTHING,
): Orphans | null {
  const orphans: number[] = [];
  const instead = new Set(mine);
  const isFreeThen = (seat: number) => !instead.has(seat) && (isFree(seat) || mine.has(seat));
  // Each fix leaves fewer orphans and no new ones, so this ends.
  for (;;) {
    const fix = fixOrphan(index, isFreeThen, instead, had);
    if (!fix) return orphans.length > 0 ? { orphans, instead: [...instead] } : null;
    orphans.push(fix.orphan);
    for (const seat of fix.giveBack) instead.delete(seat);
    for (const seat of fix.take) instead.add(seat);
  }
}

/** Moves the block of chosen seats on one side of the orphan, if there is such a block with room on its far side. */
function fixBeside(
  { chart }: ChartIndex,
  run: number[],
  at: number,
  side: -1 | 1,
  isFree: IsFree,
  mine: ReadonlySet<number>,
): OrphanFix | null {
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

/** Whether the seat at this position is free and no seat beside it is. */
function isOrphan(run: number[], at: number, isFree: IsFree): boolean {
  return isFree(run[at]) && !isFreeAt(run, at - 1, isFree) && !isFreeAt(run, at + 1, isFree);
}

function isFreeAt(run: number[], position: number, isFree: IsFree): boolean {
  return position >= 0 && position < run.length && isFree(run[position]);
}
