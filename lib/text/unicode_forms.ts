/**
 * Unicode: which texts are equal, and how they are ordered. This module, in the JavaScript of one process, is the only
 * authority for both. Postgres and browsers have their own Unicode versions and locales, so SQL neither folds nor
 * normalizes text: it compares what this module has computed.
 */

/** The canonical form, NFC, in which typed text is stored: "é" is one character, however it was typed. */
export function toNfc(text: string): string {
  return text.normalize("NFC");
}

/** NFKC, which unifies look-alikes: "Ｂ１" becomes "B1". Only for comparing, and for reading numbers. */
export function toCompatible(text: string): string {
  return text.normalize("NFKC");
}

/** NFD, which decomposes every letter completely: a Korean syllable into its sounds. */
export function toLetters(text: string): string {
  return text.normalize("NFD");
}

/** Text without accents, as far as Unicode decomposes them: "Café" → "Cafe", but "Łódź" → "Łodz". */
export function withoutMarks(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

/**
 * Folds names that differ only in case or in how accents are typed: "STRASSE" and "Straße" are equal, and so are "ΟΔΟΣ"
 * and "οδος". The four Turkish letters i are equal, because their capitals depend on the language. Only for comparing;
 * folding is idempotent.
 */
export function foldCase(text: string): string {
  // Upper-casing unifies ß with SS and ς with σ, but keeps ẞ, which lower-casing turns into ß.
  return text.normalize("NFD").toLowerCase().toUpperCase().toLowerCase()
    .replaceAll("ς", "σ").replaceAll("i\u0307", "i").normalize("NFC");
}

/** Whether two names are equal, ignoring case and how accents are typed. */
export function isSameName(a: string, b: string): boolean {
  return foldCase(a) === foldCase(b);
}

/**
 * Lower-cases only the letters A to Z, as Postgres' `lower(text collate "C")` does in every release and locale. For
 * names that are compared in SQL, such as email addresses.
 */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const collator = /* @__PURE__ */ new Intl.Collator("en", { numeric: true });

/** Orders names as people do, identically in every process: "Émile" before "Frank", "Hall 2" before "Hall 10". */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

/**
 * Letters that Unicode does not decompose into a base and an accent, letters used as apostrophes, and Arabic letters
 * that are used interchangeably.
 */
const PLAIN_LETTERS: Record<string, string> = {
  "ł": "l",
  "đ": "d",
  "ð": "d",
  "ø": "o",
  "ħ": "h",
  "ı": "i",
  "ŧ": "t",
  "ß": "ss",
  "æ": "ae",
  "œ": "oe",
  "þ": "th",
  "ʼ": "'",
  "ʻ": "'",
  "ى": "ي",
  "ی": "ي",
  "ک": "ك",
  "ة": "ه",
};

/**
 * Marks that people omit: Latin, Greek and Cyrillic accents, Hebrew and Arabic vowel points. Marks of other scripts are
 * letters: ハ is not バ, and a vowel in Hindi or Thai is a mark on its consonant.
 */
const ACCENTS =
  /[[\p{M}&&[\p{sc=Inherited}\p{sc=Common}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}]]--[\u3099\u309a]]/gv;

/** Invisible joiners and separators, such as soft hyphens, and the stroke that stretches Arabic words. */
const INVISIBLE = /[\p{Cf}\u0640]/gu;

/** Letters folded for searching: lower case, without accents. Everything else stays. Idempotent. */
export function foldLetters(text: string): string {
  return text
    // Lower-casing may add accents (İ) and decomposing may add capitals (℡): the second NFKD and the order handle both.
    .replaceAll("´", "'").normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(ACCENTS, "")
    .replace(INVISIBLE, "")
    .replace(/[^\0-\x7f]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize("NFC");
}

/**
 * Text for sort keys and URLs: only folded letters and digits, words separated by one space ("Łódź, 2026" → "lodz
 * 2026"). Idempotent.
 */
export function foldText(text: string): string {
  return foldLetters(text).replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
}
