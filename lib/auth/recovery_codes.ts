/** Recovery codes: they replace the second factor of someone who has lost it. Each works once. */
import { createHash } from "node:crypto";

const CODES = 10;
/** 80 bits, too many to guess even from a stolen hash; so a fast hash is enough. */
const LENGTH = 16;
/** Crockford's base32, without letters that look like digits. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** New codes such as `7K2M-Q0RZ-4W8D-N1PT`. Only their hashes are stored. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => ALPHABET[byte % 32]);
    return letters.join("").replaceAll(/.{4}(?=.)/g, "$&-");
  });
}

/** The hash of a code, however it is typed: case, hyphens and spaces do not matter, nor O for 0 and I or L for 1. */
export function hashRecoveryCode(typed: string): Uint8Array {
  const code = typed.toUpperCase().replaceAll(/[\s\p{Dash}]/gu, "").replaceAll("O", "0").replaceAll(
    /[IL]/g,
    "1",
  );
  return createHash("sha256").update(`recovery code:${code}`).digest();
}
