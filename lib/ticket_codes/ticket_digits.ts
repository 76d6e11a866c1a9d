import { foldCase, toCompatible } from "@/lib/text/unicode_forms.ts";

/**
 * Bytes as decimal digits, and the digits as scanners type them. A QR code is smallest for digits, and they survive Caps
 * Lock and keyboards that have letters in other places. What differs between keyboards is the row of digit keys.
 */

/**
 * What the keys 0 to 9 type, by keyboard. A text can be read in more than one way; only the right one has a good
 * signature.
 */
const DIGIT_KEYS = [
  "0123456789",
  "à&é\"'(-è_ç", // French
  "à&é\"'(§è!ç", // Belgian, and French on a Mac
  "»àéèê()‘’«", // French, the standard of 2019
  "é+ěščřžýáí", // Czech
  "é+ľščťžýáí", // Slovak
  "ö123456789", // Hungarian
  "0ąčęėįšųū9", // Lithuanian
  "จๅ/-ภถุึคต", // Thai
  ")!@#$%^&*(", // Shift on a US keyboard
  ')!"£$%^&*(', // British
  '=!"§$%&/()', // German
  '=!"£$%&/()', // Italian
  '=!"·$%&/()', // Spanish
  '=!"#$%&/()', // Portuguese
  '=!"#¤%&/()', // Nordic
  '=+"*ç%&/()', // Swiss
  "٠١٢٣٤٥٦٧٨٩", // Arabic
  "۰۱۲۳۴۵۶۷۸۹", // Persian
  "०१२३४५६७८९", // Devanagari
  "๐๑๒๓๔๕๖๗๘๙", // Thai digits
].map((keys) => [...keys]);

/** How many digits a number of bytes becomes. */
export function digitCount(bytes: number): number {
  return (256n ** BigInt(bytes) - 1n).toString().length;
}

/** Bytes as one decimal number, {@link digitCount} digits long. */
export function toDigits(bytes: Uint8Array): string {
  return BigInt(`0x${bytes.toHex()}`).toString().padStart(digitCount(bytes.length), "0");
}

/** The bytes of {@link toDigits}; null for digits that are not of so many bytes. */
export function fromDigits(digits: string, bytes: number): Uint8Array | null {
  if (digits.length !== digitCount(bytes)) return null;
  const hex = BigInt(digits).toString(16).padStart(2 * bytes, "0");
  return hex.length === 2 * bytes ? Uint8Array.fromHex(hex) : null;
}

/** The digits that a text may be, typed with any keyboard: none, one, or a few. */
export function readDigits(typed: string): string[] {
  // Caps Lock makes É of é, and input methods for Japanese and Chinese type wide digits.
  const signs = [...foldCase(toCompatible(typed))];
  return DIGIT_KEYS.flatMap((keys) => {
    const digits = signs.map((sign) => keys.indexOf(sign));
    return digits.includes(-1) ? [] : [digits.join("")];
  });
}
