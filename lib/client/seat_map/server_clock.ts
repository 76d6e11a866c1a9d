/** What the server's clock shows, as far as a page can know. */

/** How far it is ahead of ours, milliseconds. */
let aheadMs: number | undefined;

/**
 * The server's clock showed `time` when ours showed `at`, both in milliseconds. An answer may have been long on its way, so of
 * several such facts the one with the later time counts: no clock promises more than there is.
 */
export function learnServerTime(time: number, at = Date.now()): void {
  aheadMs = Math.max(aheadMs ?? time - at, time - at);
}

/** The server's time when our clock shows `at`, milliseconds; ours as long as nothing is known. */
export function serverNow(at = Date.now()): number {
  return at + (aheadMs ?? 0);
}
