/** Finding the highest rate of arrivals that a system keeps up with. */

/**
 * Doubles the rate from `first` until `keepsUp` returns false; then bisects the remaining interval `refinements` times
 * (at its geometric mean: the result is within 2^(1/2^`refinements`) of the truth).
 * @returns the highest rate that the system kept up with; null if it failed at `first`.
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
