/**
 * Passwords: rejecting weak ones, and hashing with argon2id. Hashing runs off the main thread, one password at a time per
 * process, so that a rush of sign-ins leaves the rest of the program its share of the cores.
 */
import { hash, verify } from "@node-rs/argon2";
import { commonPasswords } from "./common_passwords.ts";
import { oneAtATime } from "./hashing_queue.ts";

export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 200;

/** 19 MiB and two passes, as the OWASP Password Storage Cheat Sheet recommends; argon2id is the library's default. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * The hash of a password that nobody knows, with the same cost: verifying against it takes as long as against a real
 * one, so that timing does not reveal whether an account exists.
 */
const DUMMY_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$URW1gqr2GIjfqvYfYeoWAw$HbJpazrDQ2+t2b8WIX882hQDRBK8doeAWBDoMR8Bc7w";

const inTurn = oneAtATime();

/** @throws {Unavailable} if too many others are waiting */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, ARGON2ID));
}

/**
 * Whether the password matches the hash; without a hash always false, after the same time.
 * @throws {Unavailable} if too many others are waiting
 */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  const matches = await inTurn(() => verify(storedHash ?? DUMMY_HASH, password));
  return matches && storedHash !== null;
}

/** Why a password is easy to guess, in words that follow its name. */
export const weaknesses = {
  common: "is one of the most common passwords",
  repeating: "repeats the same few characters",
  sequence: "is a sequence of neighbouring characters",
  own: "is the same as your name or email",
};
export type Weakness = keyof typeof weaknesses;

/**
 * Why a password is too easy to guess, or null if it is not. `own`: the person's email and name. Length is left to the
 * schema.
 */
export function passwordWeakness(password: string, own: string[] = []): Weakness | null {
  const folded = password.toLowerCase();
  const letters = folded.replaceAll(/[^\p{Letter}]/gu, "");
  if (commonPasswords.has(folded) || commonPasswords.has(letters)) return "common";
  if (new Set(folded).size < 4) return "repeating";
  if (isSequence(folded)) return "sequence";
  if (own.some((word) => word.length > 3 && folded === word.toLowerCase())) {
    return "own";
  }
  return null;
}

/** Like `abcdefgh` or `87654321`. */
function isSequence(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const step = codes[1] - codes[0];
  return Math.abs(step) === 1 && codes.every((code, at) => at === 0 || code - codes[at - 1] === step);
}
