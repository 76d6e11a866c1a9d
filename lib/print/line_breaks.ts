/** Where lines of text may break. */

/** Dictionary-based, so it finds words in scripts without spaces. */
const words = new Intl.Segmenter("en", { granularity: "word" });

/** Scripts without spaces between words. */
const UNSPACED = "\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Thai}";
const ENDS_UNSPACED = new RegExp(`[${UNSPACED}]$`, "u");
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

/** Any space but a no-break space. */
const ENDS_IN_SPACE = /[^\S\u00a0\u202f]$/u;
const STARTS_WITH_SPACE = /^\s/u;
const ENDS_IN_HYPHEN = /[-\u2010\u2013\u2014/]$/u;
/** Opening punctuation never ends a line; closing punctuation, small kana and repetition marks never start one. */
const OPENS = /[\p{Ps}\p{Pi}¿¡]$/u;
const CLOSES =
  /^[\p{Pe}\p{Pf}\p{M}!?,.:;%…‰′″、。，．・：；！？ーゝゞヽヾ々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶๆฯ]/u;

/** The offsets in the text at which a line may end, in order; the last is its end. */
export function lineBreaks(text: string): number[] {
  const breaks: number[] = [];
  let before = "";
  for (const { segment, index } of words.segment(text)) {
    if (before && mayBreak(before, segment)) breaks.push(index);
    before = segment;
  }
  return [...breaks, text.length];
}

function mayBreak(before: string, after: string): boolean {
  if (STARTS_WITH_SPACE.test(after)) return false;
  if (ENDS_IN_SPACE.test(before)) return true;
  if (OPENS.test(before) || CLOSES.test(after)) return false;
  if (ENDS_IN_HYPHEN.test(before)) return /^\p{L}/u.test(after);
  const [left, right] = [ENDS_UNSPACED.test(before), STARTS_UNSPACED.test(after)];
  // A number stays with its counter.
  return left && right || left && /^\p{L}/u.test(after) || right && /\p{L}$/u.test(before) ||
    left && OPENS.test(after);
}
