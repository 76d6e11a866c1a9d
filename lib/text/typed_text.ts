/** Schemas for text that people type. Lengths are in UTF-16 code units. */
import { z } from "zod";
import { toNfc } from "./unicode_forms.ts";

/** Postgres can neither store nor compare NUL characters. */
const withoutNul = z.regex(/^[^\0]*$/, "must not contain NUL characters");

/** Text to search for. */
export const storableText = (max: number) => z.string().max(max).check(withoutNul);

/**
 * Text to store: in its canonical form, trimmed, with lines separated by U+000A. For text that people read, use
 * {@link typedLine} or {@link typedLines}.
 */
export const typedText = (max: number) =>
  z.string().overwrite((text) => toNfc(text.replace(/\r\n?/g, "\n"))).trim().max(max).check(withoutNul);

/** Text to store that people read on one line, such as a name. It may be empty, but not merely look empty. */
export const typedLine = (max: number) => typedText(max).superRefine(refuse(lineFault));

/** Like {@link typedLine}, but with one or more lines. */
export const typedLines = (max: number) => typedText(max).superRefine(refuse(linesFault));

function refuse(faultOf: (text: string) => string | null) {
  return (text: string, context: z.RefinementCtx) => {
    const message = faultOf(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  };
}

/** The rules for text that people read, with the message that says how to fix a violation. */
const RULES = {
  "must be on one line": "useOneLine",
  "must not contain control characters": "removeControls",
  "must not change the direction of the text around it": "typeAgain",
  "must contain a visible character": "useVisible",
} as const;
type TextRule = keyof typeof RULES;

/** What is wrong with a line that people read, in words that follow its name; null if nothing is. */
export function lineFault(text: string): TextRule | null {
  if (/[\n\r\v\f\u0085\p{Zl}\p{Zp}]/u.test(text)) return "must be on one line";
  return text.includes("\t") ? "must not contain control characters" : linesFault(text);
}

/** Like {@link lineFault}, for text that may have several lines. */
export function linesFault(text: string): TextRule | null {
  if (/[\p{Cc}--[\n\t]]/v.test(text)) return "must not contain control characters";
  if (!keepsDirection(text)) return "must not change the direction of the text around it";
  if (text !== "" && !VISIBLE.test(text)) return "must contain a visible character";
  return null;
}

/** How to fix a fault, as a sentence for people; undefined for faults other than those of the rules. */
export function correctionFor(
  fault: string,
  words: Record<typeof RULES[TextRule], string>,
): string | undefined {
  return words[RULES[fault as TextRule]];
}

/**
 * Letters, digits, punctuation and symbols, except invisible ones: fillers, joiners and the like, the Braille blank and
 * the null notehead.
 */
const VISIBLE = /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]]/v;

/**
 * Whether this text leaves the direction of the text after it unchanged. Closed isolates are fine, such as a name in
 * another script; overrides and embeddings are not: nobody types them, and they reorder letters.
 */
function keepsDirection(text: string): boolean {
  let open = 0;
  if (/[\u202a-\u202e]/.test(text)) return false;
  for (const [character] of text.matchAll(/[\u2066-\u2069\n]/g)) {
    if (character === "\u2069") open--;
    else if (character !== "\n") open++;
    // A line break ends all isolates, so one that continues on the next line is not closed.
    if (open < 0 || (character === "\n" && open > 0)) return false;
  }
  return open === 0;
}
