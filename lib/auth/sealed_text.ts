/** Secrets that the program must read again, encrypted in the database: a copy of it alone does not reveal them. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { keyId } from "./access_tokens.ts";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted text, and the id of the secret whose key it needs. */
export interface SealedText {
  sealed: Uint8Array;
  keyId: string;
}

/** What a text is, and whose. It opens only in the same context, so texts cannot be swapped between rows. */
export interface SealContext {
  purpose: string;
  ownerId: string;
}

/** Encrypts with a key derived from the first of the secrets. */
export function seal(text: string, context: SealContext, [secret]: readonly string[]): SealedText {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(secret, context), iv);
  cipher.setAAD(new TextEncoder().encode(context.ownerId));
  const encrypted = [cipher.update(text, "utf8"), cipher.final()];
  return {
    sealed: new Uint8Array([iv, cipher.getAuthTag(), ...encrypted].flatMap((part) => [...part])),
    keyId: keyId(secret),
  };
}

/** Decrypts with whichever of the secrets it was sealed with; null if it is none of them. @throws {Error} if it was changed */
export function unseal(
  { sealed, keyId: id }: SealedText,
  context: SealContext,
  secrets: readonly string[],
): string | null {
  const secret = secrets.find((secret) => keyId(secret) === id);
  if (secret === undefined) return null;
  const decipher = createDecipheriv(ALGORITHM, keyOf(secret, context), sealed.subarray(0, IV_BYTES));
  decipher.setAAD(new TextEncoder().encode(context.ownerId));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}

function keyOf(secret: string, { purpose }: SealContext): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", `aisle ${purpose}`, 32));
}
