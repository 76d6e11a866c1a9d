/**
 * A pseudo-locale: English made long, accented and mirrored, to expose clipped, concatenated and untranslated words.
 */
import type { Part, Pattern, Patterns } from "./speak.ts";

/** Its tag: a right-to-left Arabic pseudo-locale. */
export const PSEUDO = "ar-XB";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "áƀçđéƒğĥïĵķļɱñöþʠŕšţüṽŵẋýžÅƁÇĐÉƑĞĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ";
const FILLER = "ļöñğéŕ ";

/** The messages in the pseudo-locale: each in brackets, and as long as in a language with long words. */
export function toPseudo(patterns: Patterns): Patterns {
  return Object.fromEntries(
    Object.entries(patterns).map(([key, pattern]) => [
      key,
      typeof pattern === "string" || Array.isArray(pattern) ? bracket(pattern) : toPseudo(pattern),
    ]),
  );
}

function bracket(pattern: Pattern): Pattern {
  const parts = typeof pattern === "string" ? [pattern] : pattern;
  const length = parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
  // Short words grow most: "Pay" is "Zahlen", or "Betala".
  const more = FILLER.repeat(20).slice(0, Math.ceil(length < 10 ? length * 0.8 : length * 0.35)).trimEnd();
  const said = ["«", ...parts.map(accentPart), more && ` ${more}`, "»"];
  return typeof pattern === "string" ? said.join("") : said;
}

function accent(pattern: Pattern): Pattern {
  return typeof pattern === "string" ? accentText(pattern) : pattern.map(accentPart);
}

function accentPart(part: Part): Part {
  if (typeof part === "string") return accentText(part);
  if ("tag" in part) return { ...part, inner: accent(part.inner) };
  if (!("cases" in part)) return part;
  const cases = Object.entries(part.cases).map(([name, pattern]) => [name, accent(pattern)]);
  return { ...part, cases: Object.fromEntries(cases) };
}

function accentText(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)]);
}
