/** Waits for what must happen. */

const TIMEOUT_MS = 300_000;
const POLL_MS = 100;

/** Something that must happen did not. */
export class TimedOut extends Error {}

/**
 * Calls `done` repeatedly until it returns true.
 * @throws {TimedOut} if it has not after `timeoutMs`. The message names `what`.
 */
export async function until(
  what: string,
  done: () => boolean | Promise<boolean>,
  timeoutMs: number = TIMEOUT_MS,
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!await done()) {
    if (Date.now() > giveUpAt) throw new TimedOut(`no ${what} in ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** For a `catch`: if what was awaited has not happened, the auditor reports that. */
export function ignoreTimeout(error: unknown): void {
  if (!(error instanceof TimedOut)) throw error;
}
