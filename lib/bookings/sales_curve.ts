/** A curve of daily numbers, as paths of an SVG that stretches to fill its box. Pure. */
import { scaleLinear } from "d3-scale";
import { area, curveMonotoneX, line } from "d3-shape";

/** In units of the SVG, which is stretched to its box. */
export const CURVE_WIDTH = 1_000;
export const CURVE_HEIGHT = 200;
const GRID_LINES = 4;
const DAY_LABELS = 5;

export interface SalesCurve {
  /** `d` attributes of the line and of the area below it. */
  line: string;
  area: string;
  /** The whole numbers on the left axis and their positions, 0 to 1 from the top. */
  scale: { value: number; top: number }[];
  /** The days labelled below and their positions, 0 to 1 from the left. */
  days: { index: number; left: number }[];
}

/** The curve of one number per day, none negative, for at least two days. */
export function salesCurve(numbers: readonly number[]): SalesCurve {
  const last = numbers.length - 1;
  const x = scaleLinear([0, last], [0, CURVE_WIDTH]);
  const y = scaleLinear([0, Math.max(GRID_LINES, ...numbers)], [CURVE_HEIGHT, 0]).nice(GRID_LINES);
  const across = (_: number, index: number) => x(index);
  // Monotone: between two days it neither rises above both nor falls below zero.
  const curve = line<number>(across, y).curve(curveMonotoneX);
  const below = area<number>(across, CURVE_HEIGHT, y).curve(curveMonotoneX);
  const labels = Math.min(DAY_LABELS, numbers.length);
  return {
    line: curve.digits(1)(numbers as number[])!,
    area: below.digits(1)(numbers as number[])!,
    scale: y.ticks(GRID_LINES).map((value) => ({ value, top: y(value) / CURVE_HEIGHT })),
    days: Array.from({ length: labels }, (_, label) => {
      const index = Math.round(label * last / (labels - 1));
      return { index, left: index / last };
    }),
  };
}
