/** What the motifs of posters are drawn with. */

export const POSTER_WIDTH = 300;
export const POSTER_HEIGHT = 400;

/** Two shapes' colours on a ground; `ink` is for the title, `tint` for the page of the event. */
export interface Palette {
  ground: string;
  first: string;
  second: string;
  ink: string;
  tint: string;
}

/** Lines of text in the posters' face. */
export interface PosterText {
  lines: {
    text: string;
    x: number;
    y: number;
    /** What the line is stretched or squeezed to; its own width by default. */
    width?: number;
  }[];
  fontSize: number;
  fill: string;
  /** What `x` is of each line: its start by default. */
  anchor?: "middle";
  transform?: string;
}

/** Writes text: as SVG text where a page brings the face, as outlines where it may be missing. */
export type SetText = (text: PosterText) => string;

/** What a motif draws with: `random` gives numbers from 0 up to 1. */
export interface Brush {
  random: () => number;
  palette: Palette;
  title: string;
  setText: SetText;
}

export interface Motif {
  name: string;
  /** The edge at which the picture leaves room for the title. */
  titleAt: "top" | "bottom";
  draw: (brush: Brush) => string;
}

/** Numbers in the drawing carry one decimal: enough for a sheet of 300, and short. */
export const n = (value: number) => String(Math.round(value * 10) / 10);
export const between = (random: () => number, low: number, high: number) => low + random() * (high - low);
export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Text as it may stand in XML content and attributes; characters that XML forbids are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
