/**
 * Passwords: hashing them in their canonical form, with argon2id. Hashing runs off the main thread, one password at a time per
 * process, so that a rush of sign-ins leaves the rest of the program its share of the cores.
 */
import { hash, verify } from "@node-rs/argon2";
import { opaqueString } from "@/lib/text/opaque_string.ts";
import { oneAtATime } from "./hashing_queue.ts";

export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 200;
/** In UTF-16 code units, for a password that is only compared: as typed, it may be longer than in its canonical form. */
export const PASSWORD_INPUT_MAX = 1_000;

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
  return inTurn(() => hash(opaqueString(password), ARGON2ID));
}

export interface PasswordCheck {
  matches: boolean;
  /** Whether the hash is of the password as it was typed, from before passwords had a canonical form. */
  isOutdated: boolean;
}

/**
 * Whether the password matches the hash; without a hash never, after the same time.
 * @throws {Unavailable} if too many others are waiting
 */
export async function checkPassword(storedHash: string | null, password: string): Promise<PasswordCheck> {
  const canonical = opaqueString(password);
  if (await matchesHash(storedHash, canonical)) return { matches: true, isOutdated: false };
  const matches = canonical !== password && await matchesHash(storedHash, password);
  return { matches, isOutdated: matches };
}

/** Like {@link checkPassword}, for callers that don't replace outdated hashes. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  return (await checkPassword(storedHash, password)).matches;
}

async function matchesHash(storedHash: string | null, text: string): Promise<boolean> {
  const matches = await inTurn(() => verify(storedHash ?? DUMMY_HASH, text));
  return matches && storedHash !== null;
}
