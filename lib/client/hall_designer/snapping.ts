/** Where a moved box snaps to: the edges and middles of what stays, and the middle of the hall. Pure. */
import type { Box } from "../canvas/viewport.ts";

export interface Lines {
  xs: number[];
  ys: number[];
}

export interface Snapped {
  dx: number;
  dy: number;
  guides: { x?: number; y?: number }[];
}

/** The lines of these boxes. */
export function linesOf(boxes: readonly Box[]): Lines {
  return {
    xs: boxes.flatMap(({ left, right }) => [left, (left + right) / 2, right]),
    ys: boxes.flatMap(({ top, bottom }) => [top, (top + bottom) / 2, bottom]),
  };
}

/** Corrects a move of `box` by (dx, dy), so that it meets a line that is no further than `reach` away. */
export function snap(box: Box, dx: number, dy: number, { xs, ys }: Lines, reach: number): Snapped {
  const x = nearest([box.left, (box.left + box.right) / 2, box.right].map((at) => at + dx), xs, reach);
  const y = nearest([box.top, (box.top + box.bottom) / 2, box.bottom].map((at) => at + dy), ys, reach);
  return {
    dx: dx + (x?.by ?? 0),
    dy: dy + (y?.by ?? 0),
    guides: [...x ? [{ x: x.line }] : [], ...y ? [{ y: y.line }] : []],
  };
}

function nearest(places: number[], lines: number[], reach: number): { by: number; line: number } | null {
  let best: { by: number; line: number } | null = null;
  for (const line of lines) {
    for (const place of places) {
      const by = line - place;
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, line };
    }
  }
  return best;
}
