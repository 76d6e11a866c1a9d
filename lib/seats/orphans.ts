/**
 * Single seats that a choice leaves alone, and how to choose as many without. Pure.
 *
 * A seat is left alone when it is free and its neighbours along the row are not. That is avoidable where the block
 * beside it can be moved along by one, onto an equal seat; in a row of equal seats this is so unless the choice leaves
 * just one seat of all that were free between two taken ones, and then every choice of that size leaves one.
 */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import { type IsFree, isOrdinary } from "./best_available.ts";

export interface OrphanFix {
  /** The seat that is left alone. */
  orphan: number;
  /** What to take and to give back: as many as before, of the same zone. */
  take: number[];
  giveBack: number[];
  /** The block of seats that one has then, along its row. */
  instead: number[];
}

/** A choice that leaves seats alone, and one of as many seats that does not. */
export interface Orphans {
  orphans: number[];
  /** The whole choice as it could be. */
  instead: number[];
}

const NOTHING: ReadonlySet<number> = new Set();

/**
 * How to mend a choice that leaves a free seat alone between taken ones: by moving the block beside it one seat along.
 * Null when no seat is left alone, or when every choice of that size would leave one. `isFree` is false for `mine`. `had`
 * is what the buyer had before: a seat that was alone beside it already is not spoken of again.
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
      if (!isAlone(run, at, isFree) || isAlone(run, at, wasFree)) continue;
      const mend = fixBeside(index, run, at, -1, isFree, mine) ??
        fixBeside(index, run, at, 1, isFree, mine);
      if (mend) return mend;
    }
  }
  return null;
}

/**
 * The seats that a choice needlessly leaves alone, with the choice that does not; null when there are none. The arguments
 * are those of {@link fixOrphan}.
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
  // A mend leaves fewer seats alone than there were and no others, so this ends.
  for (;;) {
    const mend = fixOrphan(index, isFreeThen, instead, had);
    if (!mend) return orphans.length > 0 ? { orphans, instead: [...instead] } : null;
    orphans.push(mend.orphan);
    for (const seat of mend.giveBack) instead.delete(seat);
    for (const seat of mend.take) instead.add(seat);
  }
}

/** Moves the block of chosen seats on one side of the orphan, if there is one and room on its far side. */
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

/** Whether the seat there is free and no seat beside it is. */
function isAlone(run: number[], at: number, isFree: IsFree): boolean {
  return isFree(run[at]) && !isFreeAt(run, at - 1, isFree) && !isFreeAt(run, at + 1, isFree);
}

function isFreeAt(run: number[], position: number, isFree: IsFree): boolean {
  return position >= 0 && position < run.length && isFree(run[position]);
}
