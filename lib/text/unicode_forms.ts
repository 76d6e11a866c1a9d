/**
 * Unicode: which texts are one, and in which order they stand. The only authority for both; it is the JavaScript of one
 * process. Postgres and browsers have releases of Unicode and locales of their own, so SQL neither folds nor normalises
 * text: it compares what this module has made of it.
 */

/** The canonical form, NFC, in which text that people type is stored: "é" is one character however it was typed. */
export function toNfc(text: string): string {
  return text.normalize("NFC");
}

/** Names that look alike are one: NFKC, so "Ｂ１" is "B1". Only to compare by, and to read numbers. */
export function toCompatible(text: string): string {
  return text.normalize("NFKC");
}

/** A text with every letter taken apart as far as it goes, NFD: a Korean syllable into its sounds. */
export function toLetters(text: string): string {
  return text.normalize("NFD");
}

/** A text without accents, as far as Unicode takes them apart: "Café" → "Cafe", but "Łódź" → "Łodz". */
export function withoutMarks(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

/**
 * What is the same for names that differ only in case or in how accents are typed: "STRASSE" for "Straße", "ΟΔΟΣ" for
 * "οδος". The four letters i of Turkish are one, because which is the capital of which depends on the language. Only to
 * compare by; folding twice changes nothing.
 */
export function foldCase(text: string): string {
  // Upper case joins ß with SS and ς with Σ, but leaves ẞ, which lower case makes ß.
  return text.normalize("NFD").toLowerCase().toUpperCase().toLowerCase()
    .replaceAll("ς", "σ").replaceAll("i\u0307", "i").normalize("NFC");
}

/** Whether two names are one, case and the way accents are typed apart. */
export function isSameName(a: string, b: string): boolean {
  return foldCase(a) === foldCase(b);
}

/**
 * Lower case of the letters A to Z alone: what Postgres' `lower(text collate "C")` gives in every release and locale. For
 * names that are compared in SQL, such as e-mail addresses.
 */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const collator = /* @__PURE__ */ new Intl.Collator("en", { numeric: true });

/** Orders names as people do, the same in every process: "Émile" before "Frank", "Hall 2" before "Hall 10". */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

/**
 * Letters that Unicode does not take apart into a base and an accent, those that are used as apostrophes, and Arabic ones
 * that are typed for each other.
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
 * Marks that people leave out: accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. Marks of other
 * scripts are letters: ハ is not バ, and a vowel of Hindi or Thai is a mark on its consonant.
 */
const ACCENTS =
  /[[\p{M}&&[\p{sc=Inherited}\p{sc=Common}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}]]--[\u3099\u309a]]/gv;

/** What joins or parts letters without being seen, such as soft hyphens, and the stroke that stretches Arabic words. */
const UNSEEN = /[\p{Cf}\u0640]/gu;

/** Letters as they are searched: lower case, without accents. Everything else stays. Folding twice changes nothing. */
export function foldLetters(text: string): string {
  return text
    // Lower case may bring new accents (İ) and taking apart may bring new capitals (℡): the second round meets both.
    .replaceAll("´", "'").normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(ACCENTS, "")
    .replace(UNSEEN, "")
    .replace(/[^\0-\x7f]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize("NFC");
}

/**
 * Text as it is sorted and made an address of: folded letters and digits alone, words parted by one space ("Łódź, 2026" →
 * "lodz 2026"). Folding twice changes nothing.
 */
export function foldText(text: string): string {
  return foldLetters(text).replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
}
