/** Finds the word that a mistyped one was meant to be. Pure; the candidates come from the events. */

/** How many typing errors are forgiven, by minimum word length. Shorter words are too similar to each other. */
const TYPOS_MAX: readonly [lettersMin: number, errors: number][] = [[6, 2], [3, 1]];

/**
 * The candidate that was most likely meant, or null if none is close: it begins with the same letter, as nearly all
 * mistyped words do, and its beginning is the fewest typing errors away. Of equals, the first wins.
 */
export function nearestWord(typed: string, candidates: readonly string[]): string | null {
  let errorsMax = TYPOS_MAX.find(([lettersMin]) => typed.length >= lettersMin)?.[1] ?? 0;
  let nearest: string | null = null;
  for (const candidate of candidates) {
    if (candidate[0] !== typed[0]) continue;
    const errors = typingErrors(typed, candidate);
    if (errors > errorsMax || (nearest !== null && errors === errorsMax)) continue;
    nearest = candidate;
    errorsMax = errors;
  }
  return nearest;
}

/**
 * How many letters were omitted, added, mistyped or swapped with their neighbour when typing this instead of a prefix
 * of `word`: the optimal string alignment distance to the nearest prefix, since people search while they type.
 */
export function typingErrors(typed: string, word: string): number {
  // distances[t][w]: between the first t letters typed and the first w of the word.
  const distances = [Array.from({ length: word.length + 1 }, (_, w) => w)];
  for (let t = 1; t <= typed.length; t++) {
    distances[t] = [t];
    for (let w = 1; w <= word.length; w++) {
      const substitution = typed[t - 1] === word[w - 1] ? 0 : 1;
      let fewest = Math.min(
        distances[t - 1][w] + 1,
        distances[t][w - 1] + 1,
        distances[t - 1][w - 1] + substitution,
      );
      if (t > 1 && w > 1 && typed[t - 1] === word[w - 2] && typed[t - 2] === word[w - 1]) {
        fewest = Math.min(fewest, distances[t - 2][w - 2] + 1);
      }
      distances[t][w] = fewest;
    }
  }
  return Math.min(...distances[typed.length]);
}
