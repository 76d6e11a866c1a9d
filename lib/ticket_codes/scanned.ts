/** Longer than any name or email address that people search for, but shorter than any ticket. */
const SCANNED_MIN = 100;

/** Whether text is long enough to have come from a scanner. */
export function isScanned(typed: string): boolean {
  return typed.length >= SCANNED_MIN;
}
