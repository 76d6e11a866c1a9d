/** Text that people type, as schemas take it at the edge. Lengths are in UTF-16 units. */
import { z } from "zod";
import { toNfc } from "./unicode_forms.ts";

/** Postgres can neither store nor compare the character NUL. */
const withoutNul = z.regex(/^[^\0]*$/, "must not contain the character NUL");

/** Text to look for. */
export const storableText = (max: number) => z.string().max(max).check(withoutNul);

/**
 * Text to store: in its canonical form, without white space around it, its lines parted by U+000A. What people read is
 * {@link typedLine} or {@link typedLines}.
 */
export const typedText = (max: number) =>
  z.string().overwrite((text) => toNfc(text.replace(/\r\n?/g, "\n"))).trim().max(max).check(withoutNul);

/** Text to store that people read in one line, such as a name. It may be empty, but not when it has characters unseen. */
export const typedLine = (max: number) => typedText(max).superRefine(refuse(lineFault));

/** As {@link typedLine}, in one or more lines. */
export const typedLines = (max: number) => typedText(max).superRefine(refuse(linesFault));

function refuse(faultOf: (text: string) => string | null) {
  return (text: string, context: z.RefinementCtx) => {
    const message = faultOf(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  };
}

/** What a text that people read has to keep, by the message that says what to do where it does not. */
const RULES = {
  "must be on one line": "useOneLine",
  "must not contain control characters": "removeControls",
  "must not turn the direction of the text around it": "typeAgain",
  "must have a character that can be seen": "useVisible",
} as const;
type TextRule = keyof typeof RULES;

/** What is wrong with a line that people read, in words that follow its name; null when nothing is. */
export function lineFault(text: string): TextRule | null {
  if (/[\n\r\v\f\u0085\p{Zl}\p{Zp}]/u.test(text)) return "must be on one line";
  return text.includes("\t") ? "must not contain control characters" : linesFault(text);
}

/** As {@link lineFault} of a text that may have several lines. */
export function linesFault(text: string): TextRule | null {
  if (/[\p{Cc}--[\n\t]]/v.test(text)) return "must not contain control characters";
  if (!keepsDirection(text)) return "must not turn the direction of the text around it";
  if (text !== "" && !VISIBLE.test(text)) return "must have a character that can be seen";
  return null;
}

/** What to do about a fault, as a sentence for people; undefined when it is not one of the text itself. */
export function correctionFor(
  fault: string,
  words: Record<typeof RULES[TextRule], string>,
): string | undefined {
  return words[RULES[fault as TextRule]];
}

/**
 * Letters, digits and signs, without those that leave no mark: fillers, joiners and the like, the blank of Braille, a note
 * without a head.
 */
const VISIBLE = /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]]/v;

/**
 * Whether text after this one runs as it would without it. Isolates that are closed are fine, such as a name in another
 * script; overrides and embeddings are not: nobody types them, and they change how letters are read.
 */
function keepsDirection(text: string): boolean {
  let open = 0;
  if (/[\u202a-\u202e]/.test(text)) return false;
  for (const [character] of text.matchAll(/[\u2066-\u2069\n]/g)) {
    if (character === "\u2069") open--;
    else if (character !== "\n") open++;
    // A line ends all isolates, so one that goes on in the next is not closed.
    if (open < 0 || (character === "\n" && open > 0)) return false;
  }
  return open === 0;
}
