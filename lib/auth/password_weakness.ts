/** Passwords that are easy to guess: by everyone, by those who know what this site sells, or whose account it is. */
import { foldLetters } from "@/lib/text/unicode_forms.ts";
import { commonPasswords } from "./common_passwords.ts";

/** Why a password is easy to guess, in words that follow its name. */
export const weaknesses = {
  common: "is one of the most common passwords",
  repeating: "repeats the same few characters",
  sequence: "is a sequence of neighbouring characters",
  context: "contains little more than words from this site",
  own: "contains little more than your name or email",
};
export type Weakness = keyof typeof weaknesses;

/** Whose password it is. */
export interface PasswordOwner {
  email: string;
  name: string;
}

/** Words that come to mind on this site, in its languages. Longer ones are before those that they contain. */
const CONTEXT_WORDS = [
  ...["aisle", "eintrittskarten", "eintrittskarte", "tickets", "ticket", "bookings", "booking", "buchungen"],
  ...[
    "buchung",
    "sitzplatz",
    "seats",
    "seat",
    "concerts",
    "concert",
    "konzerte",
    "konzert",
    "theatre",
    "theater",
  ],
  ...[
    "cinema",
    "kino",
    "movies",
    "movie",
    "film",
    "festival",
    "events",
    "event",
    "veranstaltung",
    "venue",
    "stage",
  ],
  ...["buehne", "organizer", "veranstalter", "visitor", "checkin", "admin", "demo", "passwort", "password"],
];
/** Shorter parts of a name or an address are in many words by chance. */
const OWN_WORD_MIN = 3;
/** Besides these words, a password needs at least this many letters and digits. */
const REST_MIN = 6;

/** Why a password is too easy to guess, or null if it is not. Length is left to the schema. */
export function passwordWeakness(password: string, owner?: PasswordOwner): Weakness | null {
  const lowerCase = password.toLowerCase();
  const letters = lowerCase.replaceAll(/[^\p{Letter}]/gu, "");
  if (commonPasswords.has(lowerCase) || commonPasswords.has(letters)) return "common";
  if (new Set(lowerCase).size < 4) return "repeating";
  if (isSequence(lowerCase)) return "sequence";
  const folded = foldLetters(password);
  if (isLittleMoreThan(folded, CONTEXT_WORDS)) return "context";
  if (owner && isLittleMoreThan(folded, [...ownWords(owner), ...CONTEXT_WORDS])) return "own";
  return null;
}

/** Like `abcdefgh` or `87654321`. */
function isSequence(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const step = codes[1] - codes[0];
  return Math.abs(step) === 1 && codes.every((code, at) => at === 0 || code - codes[at - 1] === step);
}

/** Whether a folded password without these words is short: digits and punctuation around them add little. */
function isLittleMoreThan(folded: string, words: string[]): boolean {
  let rest = folded;
  for (const word of words) rest = rest.replaceAll(word, "");
  return rest !== folded && rest.replaceAll(/[^\p{L}\p{N}]/gu, "").length < REST_MIN;
}

/** The words of a person's name and address, folded, longest first; without the top-level domain. */
function ownWords({ email, name }: PasswordOwner): string[] {
  const words = foldLetters(`${name} ${email.replace(/\.\p{L}+$/u, "")}`).split(/[^\p{L}\p{N}]+/u);
  return [...new Set(words)].filter((word) => word.length >= OWN_WORD_MIN).toSorted((a, b) =>
    b.length - a.length
  );
}
