/** Longer than any name or address that people search for, shorter than any ticket. */
const SCANNED_MIN = 100;

/** Whether a text is long enough to have come from a scanner. */
export function isScanned(typed: string): boolean {
  return typed.length >= SCANNED_MIN;
}
