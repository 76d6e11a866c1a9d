/**
 * The most common passwords of eight characters or more, in lower case: about 18,000 of the 49,000 that zxcvbn-ts has
 * collected from published leaks. Shorter ones are rejected for their length.
 */
import { dictionary } from "@zxcvbn-ts/language-common";

const LENGTH_MIN = 8;

export const commonPasswords: ReadonlySet<string> = new Set(
  dictionary["passwords-common"].map(String).filter((password) => password.length >= LENGTH_MIN),
);
