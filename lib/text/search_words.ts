/**
 * The words of text as stored for searching, and the terms of a search. In most scripts a word is found by its
 * prefix, and punctuation inside it is ignored: "oconnor" finds "O'Connor", "acdc" "AC/DC".
 *
 * Text in scripts without spaces between words is stored as pairs of letters, one starting at each letter, and found
 * anywhere: 劇場 finds 新宿劇場. Korean is stored both ways, since its words have endings and are often joined.
 */
import { foldLetters, toLetters } from "./unicode_forms.ts";

/**
 * Increment this when the stored form of the same text changes. Rows record the version that wrote them, and the
 * sweeper rewrites those of older versions.
 */
export const SEARCH_VERSION = 1;

/** The prefix of a stored pair of letters. No word contains it, and it has no meaning in SQL. */
const PAIR = "~";

/** Longer words are truncated: Postgres cannot index words over 2 KB. */
const WORD_LENGTH_MAX = 100;

/** Letters and digits with single punctuation marks between them: a word as people delimit it with spaces. */
const COMPOUND = /[\p{L}\p{N}\p{M}]+(?:['’‘`‐‑\-./&+*·・!$@][\p{L}\p{N}\p{M}]+)*/gu;
const PART = /[\p{L}\p{N}\p{M}]+/gu;

/** Scripts without spaces between words. */
const SPACELESS = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{sc=Yi}` +
  String.raw`\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Javanese}\p{sc=Balinese}`;
const HANGUL = String.raw`\p{sc=Hangul}`;

/** Runs of one kind: Korean, scripts without spaces, and all others. */
const PIECE = new RegExp(
  `(?<hangul>[${HANGUL}]+)|(?<spaceless>[${SPACELESS}]+)|[^${HANGUL}${SPACELESS}]+`,
  "gu",
);

/** A letter with its marks. */
const LETTER = /\P{M}\p{M}*|\p{M}+/gu;

/** A piece of a search: letters of one kind. */
export interface SearchPiece {
  text: string;
  /** Prefixes that all occur in the stored words of text with this piece. */
  prefixes: string[];
  /** The word to compare with similar ones; null for scripts whose word boundaries are unknown. */
  spelling: string | null;
}

/** A word of a search. Text must contain one of its variants: its parts, or the parts joined. */
export type SearchTerm = SearchPiece[][];

/** The stored form of text: its words and pairs of letters, in order, separated by spaces. */
export function storedWords(text: string): string {
  return compoundsOf(text).flatMap((parts) => [...parts, ...joined(parts)]).flatMap(piecesOf)
    .flatMap(({ letters, spelling }) => [
      ...letters.map((letter, n) => PAIR + letter + (letters[n + 1] ?? "")),
      ...spelling === null ? [] : [spelling],
    ])
    .join(" ");
}

/** The terms of a search. Empty if the text has neither letters nor digits. */
export function searchTerms(text: string): SearchTerm[] {
  return compoundsOf(text).map((parts) =>
    [parts, joined(parts)].filter((variant) => variant.length > 0).map((variant) =>
      variant.flatMap(piecesOf).map(searchPiece)
    )
  );
}

/** The pieces of a search in order, regardless of how they are joined. */
export function searchPieces(text: string): SearchPiece[] {
  return compoundsOf(text).flat().flatMap(piecesOf).map(searchPiece);
}

/**
 * Runs of stored pairs that text with all these terms contains. Without this check, text with the same pairs
 * scattered would match.
 */
export function runsOf(terms: SearchTerm[]): string[] {
  return terms.filter((variants) => variants.length === 1).flat(2)
    .filter(({ prefixes }) => prefixes.length > 1)
    .map(({ prefixes }) => prefixes.join(" "));
}

/** The words of text, each split into parts: "Rock’n’Roll, AC/DC" → [["rock", "n", "roll"], ["ac", "dc"]]. */
function compoundsOf(text: string): string[][] {
  const compounds = foldLetters(text).match(COMPOUND) ?? [];
  return compounds.map((compound) => compound.match(PART)!);
}

function joined(parts: string[]): string[] {
  return parts.length > 1 ? [parts.join("")] : [];
}

interface Piece {
  text: string;
  /** For scripts that are searched by pairs of letters; otherwise empty. */
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
  const prefixes = letters.length === 0 ? [spelling!] : pairs.length === 0 ? [PAIR + text] : pairs;
  return { text, prefixes, spelling };
}
