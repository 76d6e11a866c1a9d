/**
 * The words of a text, as they are stored to be searched and as a search asks for them. A word of most scripts is found by
 * its beginning, and punctuation inside it makes no difference: "oconnor" finds "O'Connor", "acdc" "AC/DC".
 *
 * Scripts without spaces between words have none to store. Their letters are stored in pairs, one for each letter, and found
 * anywhere: 劇場 finds 新宿劇場. Korean is stored in both ways, as its words have endings and are often written as one.
 */
import { foldLetters, toLetters } from "./unicode_forms.ts";

/**
 * To be raised with every change of what is stored of the same text. Rows carry the version that made them, and the sweeper
 * writes those of an older one again.
 */
export const SEARCH_VERSION = 1;

/** Begins what is stored of a pair of letters. No word contains it, and it means nothing to SQL. */
const PAIR = "~";

/** Longer words are cut: Postgres indexes none over 2 KB. */
const WORD_LENGTH_MAX = 100;

/** Letters and digits, with single signs between them: a word as people set it between spaces. */
const COMPOUND = /[\p{L}\p{N}\p{M}]+(?:['’‘`‐‑\-./&+*·・!$@][\p{L}\p{N}\p{M}]+)*/gu;
const PART = /[\p{L}\p{N}\p{M}]+/gu;

/** Scripts without spaces between words. */
const SPACELESS = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{sc=Yi}` +
  String.raw`\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Javanese}\p{sc=Balinese}`;
const HANGUL = String.raw`\p{sc=Hangul}`;

/** Parts of one kind: Korean, scripts without spaces, and all others. */
const PIECE = new RegExp(
  `(?<hangul>[${HANGUL}]+)|(?<spaceless>[${SPACELESS}]+)|[^${HANGUL}${SPACELESS}]+`,
  "gu",
);

/** A letter with the marks on it. */
const LETTER = /\P{M}\p{M}*|\p{M}+/gu;

/** A piece of a search: letters of one kind. */
export interface SearchPiece {
  text: string;
  /** Each begins something that is stored of a text with this piece. */
  beginnings: string[];
  /** The word to compare with words that are spelled alike; null for scripts whose words are not known. */
  spelling: string | null;
}

/** A word of a search. One of its ways has to be in a text: its parts, or the parts written as one. */
export type SearchTerm = SearchPiece[][];

/** What is stored of a text: its words and pairs of letters in order, parted by spaces. */
export function storedWords(text: string): string {
  return compoundsOf(text).flatMap((parts) => [...parts, ...joined(parts)]).flatMap(piecesOf)
    .flatMap(({ letters, spelling }) => [
      ...letters.map((letter, n) => PAIR + letter + (letters[n + 1] ?? "")),
      ...spelling === null ? [] : [spelling],
    ])
    .join(" ");
}

/** The words that a search asks for. None when the text has neither letters nor digits. */
export function searchTerms(text: string): SearchTerm[] {
  return compoundsOf(text).map((parts) =>
    [parts, joined(parts)].filter((way) => way.length > 0).map((way) =>
      way.flatMap(piecesOf).map(searchPiece)
    )
  );
}

/** The pieces of a search in order, whatever joins them. */
export function searchPieces(text: string): SearchPiece[] {
  return compoundsOf(text).flat().flatMap(piecesOf).map(searchPiece);
}

/**
 * Runs of stored pairs that a text with all these terms has somewhere. It may have all the pairs and not the run: two
 * letters here, two there.
 */
export function runsOf(terms: SearchTerm[]): string[] {
  return terms.filter((ways) => ways.length === 1).flat(2)
    .filter(({ beginnings }) => beginnings.length > 1)
    .map(({ beginnings }) => beginnings.join(" "));
}

/** The words of a text, each in its parts: "Rock’n’Roll, AC/DC" → [["rock", "n", "roll"], ["ac", "dc"]]. */
function compoundsOf(text: string): string[][] {
  const compounds = foldLetters(text).match(COMPOUND) ?? [];
  return compounds.map((compound) => compound.match(PART)!);
}

function joined(parts: string[]): string[] {
  return parts.length > 1 ? [parts.join("")] : [];
}

interface Piece {
  text: string;
  /** Of a script that is found by pairs of letters; else none. */
  letters: string[];
  spelling: string | null;
}

function piecesOf(part: string): Piece[] {
  return Array.from(part.matchAll(PIECE), ({ 0: text, groups }) => {
    const { hangul, spaceless } = groups!;
    return {
      text,
      letters: hangul || spaceless ? text.match(LETTER)! : [],
      spelling: spaceless ? null : [...hangul ? toLetters(text) : text].slice(0, WORD_LENGTH_MAX).join(""),
    };
  });
}

function searchPiece({ text, letters, spelling }: Piece): SearchPiece {
  const pairs = letters.slice(0, -1).map((letter, n) => PAIR + letter + letters[n + 1]);
  const beginnings = letters.length === 0 ? [spelling!] : pairs.length === 0 ? [PAIR + text] : pairs;
  return { text, beginnings, spelling };
}
