import { toCompatible } from "./unicode_forms.ts";

/** Converts digits of any script to 0–9: Arabic, Devanagari, Thai, full-width and so on. Pure. */
export function latinDigits(text: string): string {
  return toCompatible(text).replace(/\p{Nd}/gu, (digit) => String(valueOf(digit.codePointAt(0)!)));
}

/** In Unicode the ten digits of a script are consecutive, with 0 first. */
function valueOf(codePoint: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value++;
  return value;
}
