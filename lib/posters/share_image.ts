/** The preview image of an event when its URL is shared: 1200 by 630 pixels. */
import type { Place } from "@/lib/print/faces.ts";
import { POSTER_HEIGHT, POSTER_WIDTH, type SetText } from "./brush.ts";
import { type DesignSubject, palettes, posterDesign } from "./drawn_poster.ts";
import { setTitle, widthInEm } from "./title.ts";

export const SHARE_WIDTH = 1200;
export const SHARE_HEIGHT = 630;

/** What a share image shows. */
export interface ShareSubject {
  event: DesignSubject;
  title: string;
  /** Determines the fonts of its text. */
  place: Place;
  /** Date and place, a line each. */
  lines: string[];
  /** The tint of the artwork to be placed on it; if absent, the motif is drawn. */
  tint?: string;
}

const TEXT_X = SHARE_HEIGHT + 56;
const TEXT_WIDTH = SHARE_WIDTH - TEXT_X - 56;
const LINE_SIZE = 33;

/**
 * The share image as SVG, with the square on the left empty for artwork or filled with the motif. `setText` should
 * render text as outlines.
 */
export function shareSvg({ event, title, lines, tint }: ShareSubject, setText: SetText): string {
  const { random, palette: drawn, motif } = posterDesign(event);
  const palette = palettes.find((palette) => palette.tint === tint) ?? drawn;
  // The area that the motif leaves for a title is cropped.
  const top = motif.titleAt === "top" ? POSTER_HEIGHT - POSTER_WIDTH : 0;
  const picture =
    `<svg width="${SHARE_HEIGHT}" height="${SHARE_HEIGHT}" viewBox="0 ${top} ${POSTER_WIDTH} ${POSTER_WIDTH}">` +
    `${motif.draw({ random, palette, title, setText })}</svg>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SHARE_WIDTH} ${SHARE_HEIGHT}" width="${SHARE_WIDTH}" height="${SHARE_HEIGHT}">` +
    `<path d="M0 0H${SHARE_WIDTH}V${SHARE_HEIGHT}H0Z" fill="${palette.ground}"/>${tint ? "" : picture}` +
    `${titleAndLines(title, lines, palette.ink, setText)}</svg>`;
}

/** The title, as large as it fits, above the lines. */
function titleAndLines(title: string, lines: string[], fill: string, setText: SetText): string {
  const linesTop = SHARE_HEIGHT - 64 - (lines.length - 1) * LINE_SIZE * 1.4;
  const set = setTitle(title, { width: TEXT_WIDTH, height: linesTop - LINE_SIZE - 56 - 40, largest: 108 });
  const large = setText({
    lines: set.lines.map((line, index) => ({
      ...line,
      x: TEXT_X,
      y: 56 + set.fontSize * 0.72 + index * set.lineHeight,
    })),
    fontSize: set.fontSize,
    fill,
  });
  const size = Math.min(LINE_SIZE, ...lines.map((text) => TEXT_WIDTH / Math.max(widthInEm(text), 1)));
  const small = lines.map((text, index) => {
    const y = linesTop + index * LINE_SIZE * 1.4;
    return setText({ lines: [{ text, x: TEXT_X, y, width: widthInEm(text) * size }], fontSize: size, fill });
  });
  return large + small.join("");
}
