/** Longer than any name or address that is looked for, shorter than any ticket. */
const SCANNED_MIN = 100;

/** Whether a text is so long that a scanner typed it. */
export function isScanned(typed: string): boolean {
  return typed.length >= SCANNED_MIN;
}
