/** Letters that Unicode does not take apart into a base and an accent. */
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
};
const PLAIN_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join("")}]`, "g");

/**
 * Text as it is searched and sorted: lower case, without accents ("Łódź" → "lodz"), only letters and digits, words
 * parted by one space and cut after 100 characters (Postgres indexes no word over 2 KB). Folding twice changes nothing.
 */
export function foldText(text: string): string {
  return text
    // Lower case may bring new accents (İ) and taking apart may bring new capitals (℡): the second round meets both.
    .normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(PLAIN_LETTER, (letter) => PLAIN_LETTERS[letter])
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/(\S{100})\S+/gu, "$1")
    .trim();
}

/** The folded words of a text, in order. */
export function foldedWords(text: string): string[] {
  const folded = foldText(text);
  return folded === "" ? [] : folded.split(" ");
}
