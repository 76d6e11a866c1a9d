/** Affine maps of the plane, as SVG and DXF nest them. */
import type { Point } from "../chart.ts";

/** `x' = a x + c y + e`, `y' = b x + d y + f`, in the order of SVG's `matrix()`. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Affine = [1, 0, 0, 1, 0, 0];

/** The map that applies `inner` first, then `outer`. */
export function after(outer: Affine, inner: Affine): Affine {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function mapped([a, b, c, d, e, f]: Affine, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** How much it enlarges lengths, on average of all directions. */
export function enlargement([a, b, c, d]: Affine): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** By how many degrees it turns a line to the right, clockwise where y grows downwards. */
export function turnOf([a, b]: Affine): number {
  return Math.atan2(b, a) * 180 / Math.PI;
}

export function translation(x: number, y: number): Affine {
  return [1, 0, 0, 1, x, y];
}

export function scaling(x: number, y: number): Affine {
  return [x, 0, 0, y, 0, 0];
}

/** Clockwise where y grows downwards, around the origin. */
export function rotation(degrees: number): Affine {
  const [sine, cosine] = [Math.sin(degrees * Math.PI / 180), Math.cos(degrees * Math.PI / 180)];
  return [cosine, sine, -sine, cosine, 0, 0];
}
