import { toCompatible } from "./unicode_forms.ts";

/** The digits of all scripts as 0 to 9: those of Arabic, Hindi or Thai keyboards, and the wide ones of Japanese. Pure. */
export function latinDigits(text: string): string {
  return toCompatible(text).replace(/\p{Nd}/gu, (digit) => String(valueOf(digit.codePointAt(0)!)));
}

/** In Unicode the ten digits of a script follow each other, with 0 first. */
function valueOf(codePoint: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value++;
  return value;
}
