/** Finding the highest rate of arrivals that a system keeps up with. */

/**
 * Doubles the rate from `first` until `keepsUp` says no, then halves the gap that is left so many times (by its
 * geometric middle: the answer is within 2^(1/2^`refinements`) of the truth).
 * @returns the highest rate that it kept up with; null when it failed at `first`.
 */
export async function findPeak(
  keepsUp: (rate: number) => Promise<boolean>,
  { first, refinements }: { first: number; refinements: number },
): Promise<number | null> {
  let low = 0;
  let high = first;
  while (await keepsUp(high)) [low, high] = [high, high * 2];
  if (low === 0) return null;
  for (let n = 0; n < refinements; n++) {
    const middle = Math.round(Math.sqrt(low * high));
    if (await keepsUp(middle)) low = middle;
    else high = middle;
  }
  return low;
}
