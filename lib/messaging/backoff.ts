const FIRST_MS = 50;
const CAP_MS = 5_000;

/**
 * How long to wait after this many failures in a row (1 or more): doubles from 50 ms up to 5 s, less a random share of
 * up to half, so that callers that failed together do not retry together.
 * @param random returns a number from 0 to 1.
 */
export function backoffMs(failures: number, random: () => number): number {
  const ceilingMs = Math.min(CAP_MS, FIRST_MS * 2 ** (failures - 1));
  return ceilingMs * (0.5 + random() / 2);
}
