const FIRST_MS = 50;
const CAP_MS = 5_000;

/**
 * How long to wait after that many failures in a row (1 or more): doubling from 50 ms up to 5 s, of which a random
 * half is left out, so that those who failed together do not come back together.
 * @param random gives a number from 0 to 1.
 */
export function backoffMs(failures: number, random: () => number): number {
  const ceilingMs = Math.min(CAP_MS, FIRST_MS * 2 ** (failures - 1));
  return ceilingMs * (0.5 + random() / 2);
}
