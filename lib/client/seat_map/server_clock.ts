/** The server's clock, as well as a page can know it. */

/** How far it is ahead of ours, in milliseconds. */
let aheadMs: number | undefined;

/**
 * Records that the server's clock showed `time` when ours showed `at`, both in milliseconds. A slow response makes the
 * server's clock look behind, so the reading that puts it furthest ahead wins: no countdown promises more time than
 * there is.
 */
export function learnServerTime(time: number, at = Date.now()): void {
  aheadMs = Math.max(aheadMs ?? time - at, time - at);
}

/** The server's time when our clock shows `at`, in milliseconds; our own until there is a reading. */
export function serverNow(at = Date.now()): number {
  return at + (aheadMs ?? 0);
}
