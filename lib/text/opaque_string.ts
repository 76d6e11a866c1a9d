/**
 * Passwords as text: the OpaqueString profile of PRECIS (RFC 8265, section 4.2), so that a password is the same however
 * a keyboard composes its letters.
 */
import { toNfc } from "./unicode_forms.ts";

/** The canonical form: every kind of space is U+0020, and the text is in NFC. Case and width stay. */
export function opaqueString(text: string): string {
  return toNfc(text.replace(/\p{Zs}/gu, " "));
}

/**
 * Whether a canonical password has characters that nobody can be relied on to type again: controls, and halves of
 * surrogate pairs. The profile excludes more, such as joiners; they are part of emoji, and people do type those.
 */
export function hasUntypable(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}
