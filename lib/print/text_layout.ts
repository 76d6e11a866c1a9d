/** Fits text into a box: the largest size at which it fits, its lines, and the visual order of their runs. */
import bidiFactory from "bidi-js";
import type { Face, Ink } from "./face.ts";
import type { Families } from "./faces.ts";
import { lineBreaks } from "./line_breaks.ts";
import { type Cluster, printableClusters } from "./printed_text.ts";

/** Text in one face and direction. Lengths are in em: multiples of the font size. */
export interface TextRun {
  face: Face;
  text: string;
  isRightToLeft: boolean;
  /** From the line's left edge. */
  x: number;
}

export interface Line {
  /** From left to right. */
  runs: TextRun[];
  /** Width of letters and ink, in em. */
  width: number;
  /** Above and below the baseline, in em. */
  ascent: number;
  descent: number;
}

export interface Layout {
  /** In points. */
  size: number;
  lines: Line[];
  /** Of all lines, in points. */
  height: number;
  /** Whether the text starts at the right. */
  isRightToLeft: boolean;
}

export interface Fit {
  /** In points, like the size. */
  width: number;
  height: number;
  /** The preferred size; the text shrinks until it fits. */
  size: number;
  oneLine?: boolean;
}

/** Smaller text is illegible. */
export const SIZE_MIN = 7;
const SIZE_STEP = 0.5;

/** Minimum ascent and descent of a line, so that lines of text are evenly spaced. */
export const ASCENT = 0.93;
const DESCENT = 0.27;
/** Ignores rounding errors. */
const TOLERANCE = 0.01;
const ELLIPSIS = "…";

// The package's types describe a module format other than its own.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();

/**
 * Lays out text. Lines break between words; they break within a word only if the text would not fit at any size, and
 * text that is still too long ends in an ellipsis. Nothing overflows the box, neither letters nor overhanging ink.
 */
export async function fitText(text: string, families: Families, fit: Fit): Promise<Layout> {
  const clusters = await printableClusters(text, families);
  return atLargestSize(new Paragraph(clusters), fit) ??
    shortened(clusters, await printableClusters(ELLIPSIS, families), fit);
}

function atLargestSize(paragraph: Paragraph, fit: Fit): Layout | undefined {
  const modes = fit.oneLine ? ["never" as const] : ["between words" as const, "anywhere" as const];
  for (const breaks of modes) {
    for (let size = fit.size; size >= SIZE_MIN; size -= SIZE_STEP) {
      const lines = paragraph.lines(breaks, fit.width / size, fit.height / size);
      if (lines) return layoutOf(lines, size, paragraph);
    }
  }
}

function layoutOf(lines: Line[], size: number, { isRightToLeft }: Paragraph): Layout {
  const height = lines.reduce((sum, { ascent, descent }) => sum + (ascent + descent) * size, 0);
  return { size, lines, height, isRightToLeft };
}

function shortened(clusters: Cluster[], ellipsis: Cluster[], fit: Fit): Layout {
  const smallest = { ...fit, size: SIZE_MIN };
  let best: Layout = { size: SIZE_MIN, lines: [], height: 0, isRightToLeft: false };
  let [fits, tooMany] = [0, clusters.length];
  while (fits < tooMany) {
    const count = Math.floor((fits + tooMany) / 2);
    const layout = atLargestSize(new Paragraph([...clusters.slice(0, count), ...ellipsis]), smallest);
    if (layout) [best, fits] = [layout, count + 1];
    else tooMany = count;
  }
  return best;
}

type Breaks = "never" | "between words" | "anywhere";

/** A run with the values that determine its position in the line. */
interface ShapedRun extends TextRun {
  level: number;
  width: number;
  ink: Ink;
}

class Paragraph {
  readonly isRightToLeft: boolean;
  readonly #clusters: Cluster[];
  /** The bidi embedding level of each cluster: odd is right to left. */
  readonly #levels: number[] = [];
  /** How many clusters precede each possible break between words. */
  readonly #wordEnds: number[] = [];
  readonly #lines = new Map<string, Line>();
  readonly #runs = new Map<string, ShapedRun[]>();

  constructor(clusters: Cluster[]) {
    const text = clusters.map(({ text }) => text).join("");
    const { levels, paragraphs } = bidi.getEmbeddingLevels(text);
    const breaks = new Set(lineBreaks(text));
    let offset = 0;
    clusters.forEach((cluster, index) => {
      this.#levels.push(levels[offset]);
      offset += cluster.text.length;
      if (breaks.has(offset)) this.#wordEnds.push(index + 1);
    });
    this.#clusters = clusters;
    this.isRightToLeft = (paragraphs[0]?.level ?? 0) % 2 === 1;
  }

  /** Breaks into lines at most `width` wide and together at most `height` high, in em; undefined if impossible. */
  lines(breaks: Breaks, width: number, height: number): Line[] | undefined {
    const ends = this.#ends(breaks);
    const lines: Line[] = [];
    let room = height + TOLERANCE;
    for (let from = 0; from < this.#clusters.length;) {
      const to = this.#endOfLine(from, ends.filter((end) => end > from), width + TOLERANCE);
      if (to === undefined) return undefined;
      const line = this.#line(from, to);
      room -= line.ascent + line.descent;
      if (room < 0) return undefined;
      lines.push(line);
      from = to;
    }
    return lines;
  }

  #ends(breaks: Breaks): number[] {
    if (breaks === "between words") return this.#wordEnds;
    return breaks === "never" ? [this.#clusters.length] : this.#clusters.map((_, index) => index + 1);
  }

  /** The last of `ends` that fits. Parts are first measured separately: shaping each longer line would be too slow. */
  #endOfLine(from: number, ends: number[], width: number): number | undefined {
    let count = 0;
    for (let [start, sum] = [from, 0]; count < ends.length; start = ends[count++]) {
      if (count > 0 && sum + this.#line(start, ends[count]).width > width) break;
      sum += this.#advance(start, ends[count]);
    }
    return ends.slice(0, count).findLast((end) => this.#line(from, end).width <= width);
  }

  #advance(from: number, to: number): number {
    return this.#shape(from, to).reduce((sum, run) => sum + run.width, 0);
  }

  /** A line without trailing spaces. */
  #line(from: number, to: number): Line {
    const key = `${from} ${to}`;
    let line = this.#lines.get(key);
    if (!line) {
      while (to > from && this.#clusters[to - 1].text === " ") to--;
      this.#lines.set(key, line = lineOf(inVisualOrder(this.#shape(from, to))));
    }
    return line;
  }

  /** Runs of clusters of one face and direction, shaped together, in reading order. */
  #shape(from: number, to: number): ShapedRun[] {
    const key = `${from} ${to}`;
    let runs = this.#runs.get(key);
    if (!runs) this.#runs.set(key, runs = this.#runsOf(from, to).map(shapeRun));
    return runs;
  }

  #runsOf(from: number, to: number): { face: Face; level: number; text: string }[] {
    const runs: { face: Face; level: number; text: string }[] = [];
    for (let index = from; index < to; index++) {
      const { face, text } = this.#clusters[index];
      if (!face) continue;
      const level = this.#levels[index];
      const last = runs.at(-1);
      if (last?.face === face && last.level === level) last.text += text;
      else runs.push({ face, level, text });
    }
    return runs;
  }
}

function shapeRun({ face, level, text }: { face: Face; level: number; text: string }): ShapedRun {
  const isRightToLeft = level % 2 === 1;
  return { face, level, text, isRightToLeft, x: 0, ...face.measure(text, isRightToLeft) };
}

/** Reorders runs from left to right, reversing from the deepest level up (UAX #9, rule L2). */
function inVisualOrder<T extends { level: number }>(runs: T[]): T[] {
  const order = [...runs];
  for (let level = Math.max(0, ...runs.map((run) => run.level)); level > 0; level--) {
    for (let start = 0; start < order.length; start++) {
      let end = start;
      while (end < order.length && order[end].level >= level) end++;
      order.splice(start, end - start, ...order.slice(start, end).reverse());
      start = end;
    }
  }
  return order;
}

/** Places runs next to each other, with space at both ends for overhanging ink. */
function lineOf(runs: ShapedRun[]): Line {
  let [x, left, right, ascent, descent] = [0, 0, 0, ASCENT, DESCENT];
  for (const { ink, width } of runs) {
    left = Math.min(left, x + ink.left);
    right = Math.max(right, x + ink.right, x + width);
    ascent = Math.max(ascent, ink.top);
    descent = Math.max(descent, -ink.bottom);
    x += width;
  }
  x = -left;
  const line = { runs: [] as TextRun[], width: right - left, ascent, descent };
  for (const { face, text, isRightToLeft, width } of runs) {
    line.runs.push({ face, text, isRightToLeft, x });
    x += width;
  }
  return line;
}
