/** Waiting for what has to happen. */

const PATIENCE_MS = 90_000;
const POLL_MS = 100;

/** Something that has to happen did not. */
export class Impatient extends Error {}

/**
 * Asks again and again until it is done.
 * @throws {Impatient} when it is not after that long.
 */
export async function until(
  what: string,
  done: () => boolean | Promise<boolean>,
  patienceMs: number = PATIENCE_MS,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!await done()) {
    if (Date.now() > giveUpAt) throw new Impatient(`no ${what} in ${patienceMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** For what is worth waiting for and is judged by somebody else when it did not come. */
export function ignoreImpatience(error: unknown): void {
  if (!(error instanceof Impatient)) throw error;
}
