/** The tools that poster motifs are drawn with. */

export const POSTER_WIDTH = 300;
export const POSTER_HEIGHT = 400;

/** Colours of two shapes on a ground; `ink` is for the title, `tint` for the event's page. */
export interface Palette {
  ground: string;
  first: string;
  second: string;
  ink: string;
  tint: string;
}

/** Lines of text in the posters' font. */
export interface PosterText {
  lines: {
    text: string;
    x: number;
    y: number;
    /** The width that the line is stretched or squeezed to; by default its natural width. */
    width?: number;
  }[];
  fontSize: number;
  fill: string;
  /** What `x` denotes in each line: by default its start. */
  anchor?: "middle";
  transform?: string;
}

/** Renders text: as SVG text if the page loads the font, as outlines if it may be missing. */
export type SetText = (text: PosterText) => string;

/** What a motif draws with; `random` returns numbers from 0 to under 1. */
export interface Brush {
  random: () => number;
  palette: Palette;
  title: string;
  setText: SetText;
}

export interface Motif {
  name: string;
  /** The edge at which the picture leaves space for the title. */
  titleAt: "top" | "bottom";
  draw: (brush: Brush) => string;
}

/** Formats a coordinate with one decimal: precise enough for a sheet 300 wide, and short. */
export const n = (value: number) => String(Math.round(value * 10) / 10);
export const between = (random: () => number, low: number, high: number) => low + random() * (high - low);
export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Escapes text for XML content and attributes; characters that XML forbids are dropped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
