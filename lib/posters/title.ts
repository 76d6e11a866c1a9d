/** Fits a title into a box: where to break its lines, and how large it can be. */
import { withoutMarks } from "@/lib/text/unicode_forms.ts";

/** Advance widths of Bricolage Grotesque 800 for U+0020 to U+007E, in hundredths of the font size. */
// deno-fmt-ignore
const advances = [
  22, 29, 37, 63, 62, 98, 74, 18, 32, 32, 46, 52, 21, 34, 25, 36, 65, 34, 59, 60, 63, 60, 64, 51, 64, 64, 26, 24,
  52, 52, 52, 42, 98, 70, 66, 67, 68, 60, 57, 70, 70, 28, 36, 67, 49, 91, 76, 70, 63, 70, 66, 64, 56, 70, 67, 97,
  69, 64, 57, 32, 36, 32, 57, 54, 28, 58, 62, 56, 63, 57, 40, 59, 62, 27, 27, 58, 27, 93, 62, 60, 62, 62, 43, 54,
  39, 61, 57, 86, 57, 59, 52, 34, 26, 34, 52,
];
/** Large type needs tighter spacing; also set as `letter-spacing` on the text, in em. */
export const TRACKING = -0.02;
const LINE_HEIGHT = 0.96;
const LINES_MAX = 6;
/** A word wider than this, in em, is hyphenated: otherwise it alone would make the title tiny. */
const WORD_WIDTH_MAX = 7.5;
const TITLE_LENGTH_MAX = 120;

/** A title fitted into a box; each line with its width in the box's units at that font size. */
export interface SetTitle {
  fontSize: number;
  lineHeight: number;
  lines: { text: string; width: number }[];
}

/** Width of text in em. Accented letters count as their base letters, wide scripts as full squares. */
export function widthInEm(text: string): number {
  let width = 0;
  for (const character of withoutMarks(text)) {
    const code = character.codePointAt(0)!;
    width += (code >= 0x2e80 ? 100 : advances[code - 0x20] ?? 65) / 100 + TRACKING;
  }
  return width;
}

/**
 * Breaks a title into the lines that allow the largest font size within `width` by `height`, at most `largest`. Of
 * equally large results, the one with fewer lines wins; lines are as even as possible.
 */
export function setTitle(title: string, box: { width: number; height: number; largest: number }): SetTitle {
  const words = wordsOf(title);
  const countMax = Math.min(LINES_MAX, words.length);
  let best: SetTitle | undefined;
  for (let count = 1; count <= countMax; count++) {
    const lines = evenLines(words, count).map(lineOf);
    const widest = Math.max(...lines.map(widthInEm));
    const fontSize = Math.min(box.largest, box.width / widest, box.height / (lines.length * LINE_HEIGHT));
    if (best && fontSize <= best.fontSize) continue;
    best = {
      fontSize,
      lineHeight: fontSize * LINE_HEIGHT,
      lines: lines.map((text) => ({ text, width: widthInEm(text) * fontSize })),
    };
  }
  return best ?? { fontSize: box.largest, lineHeight: box.largest * LINE_HEIGHT, lines: [] };
}

/** A word, or part of one that is too long. */
interface Piece {
  text: string;
  /** What separates it from the previous piece on its line. */
  before: "" | " ";
  /** What is appended at the end of a line. */
  atBreak: "" | "-";
}

/** The title's words. A title that is too long ends with an ellipsis; scripts without spaces break anywhere. */
function wordsOf(title: string): Piece[] {
  const characters = [...title.trim()];
  const short = characters.length > TITLE_LENGTH_MAX
    ? `${characters.slice(0, TITLE_LENGTH_MAX).join("").trimEnd()}…`
    : characters.join("");
  return short.split(/\s+/).filter(Boolean).flatMap(breakLongWord);
}

function breakLongWord(word: string): Piece[] {
  const characters = [...word];
  const pieces = Math.ceil(widthInEm(word) / WORD_WIDTH_MAX);
  const size = Math.ceil(characters.length / pieces);
  const isSpaceless = characters.some((character) => character.codePointAt(0)! >= 0x2e80);
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) => {
    const isLast = (index + 1) * size >= characters.length;
    return {
      text: characters.slice(index * size, (index + 1) * size).join(""),
      before: index === 0 ? " " : "",
      atBreak: isLast || isSpaceless ? "" : "-",
    };
  });
}

function lineOf(pieces: Piece[]): string {
  return pieces.map(({ before, text }) => before + text).join("").trim() + pieces.at(-1)!.atBreak;
}

/**
 * Splits words into `count` lines, as even as possible: minimizes the sum of the fourth powers of their widths,
 * which penalizes the widest line most (dynamic programming over the breaks).
 */
function evenLines(words: Piece[], count: number): Piece[][] {
  const widthOf = (from: number, to: number) => widthInEm(lineOf(words.slice(from, to)));
  // best[lines][end]: the least cost of fitting the first `end` words into `lines` lines, and the last line's start.
  const best: { cost: number; start: number }[][] = [[{ cost: 0, start: 0 }]];
  for (let lines = 1; lines <= count; lines++) {
    best[lines] = [];
    for (let end = lines; end <= words.length; end++) {
      best[lines][end] = { cost: Infinity, start: lines - 1 };
      for (let start = lines - 1; start < end; start++) {
        const before = best[lines - 1][start];
        if (!before) continue;
        const cost = before.cost + widthOf(start, end) ** 4;
        if (cost < best[lines][end].cost) best[lines][end] = { cost, start };
      }
    }
  }
  const result: Piece[][] = [];
  for (let lines = count, end = words.length; lines > 0; lines--) {
    const { start } = best[lines][end];
    result.unshift(words.slice(start, end));
    end = start;
  }
  return result;
}
