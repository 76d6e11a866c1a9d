import { foldCase, toCompatible } from "@/lib/text/unicode_forms.ts";

/**
 * Encodes bytes as decimal digits, and decodes digits as scanners type them. QR codes are smallest for digits, which
 * also survive Caps Lock and keyboard layouts with letters in other places; only the row of digit keys differs.
 */

/**
 * What the keys 0 to 9 type, by keyboard layout. Text may have several readings; only the right one has a valid
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

/** The number of digits for a number of bytes. */
export function digitCount(bytes: number): number {
  return (256n ** BigInt(bytes) - 1n).toString().length;
}

/** Bytes as one decimal number, {@link digitCount} digits long. */
export function toDigits(bytes: Uint8Array): string {
  return BigInt(`0x${bytes.toHex()}`).toString().padStart(digitCount(bytes.length), "0");
}

/** Decodes {@link toDigits}; null for digits that do not encode this many bytes. */
export function fromDigits(digits: string, bytes: number): Uint8Array | null {
  if (digits.length !== digitCount(bytes)) return null;
  const hex = BigInt(digits).toString(16).padStart(2 * bytes, "0");
  return hex.length === 2 * bytes ? Uint8Array.fromHex(hex) : null;
}

/** The possible readings of typed text as digits, for any keyboard: none, one, or a few. */
export function readDigits(typed: string): string[] {
  // Caps Lock turns é into É, and Japanese and Chinese input methods type full-width digits.
  const characters = [...foldCase(toCompatible(typed))];
  return DIGIT_KEYS.flatMap((keys) => {
    const digits = characters.map((character) => keys.indexOf(character));
    return digits.includes(-1) ? [] : [digits.join("")];
  });
}
