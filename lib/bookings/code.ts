/** No I, L, O, 0 or 1: codes are read aloud and typed. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const LENGTH = 8;

/** A new booking code such as `K7QX-2MVD`: one of 31^8, random, so that none can be guessed from another. */
export function newBookingCode(
  random: (count: number) => Uint8Array = (count) => crypto.getRandomValues(new Uint8Array(count)),
): string {
  let code = "";
  while (code.length < LENGTH) {
    for (const byte of random(LENGTH)) {
      // Bytes at or above the largest multiple of 31 are dropped, so that no character is likelier than another.
      if (byte < 248 && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
