/** Draws posters of events: see `motifs.ts` for their pictures, `title.ts` for their titles. */
import { BoundedMap } from "@/lib/bounded_map.ts";
import {
  type Brush,
  escapeXml,
  type Motif,
  type Palette,
  POSTER_HEIGHT,
  POSTER_WIDTH,
  type PosterText,
} from "./brush.ts";
import { motifs } from "./motifs.ts";
import type { Poster } from "./poster.ts";
import { setTitle, TRACKING } from "./title.ts";

/** What a poster is drawn from. */
export interface PosterSubject {
  id: string;
  type: "concert" | "film";
  title: string;
  poster: Poster;
}

/** What determines the design of a poster. */
export type DesignSubject = Pick<PosterSubject, "id" | "type"> & { poster: Pick<Poster, "motif"> };

/** Ground, two shapes' colours, ink of the title, tint of the page. Ink on ground: contrast at least 4.5:1 (tested). */
// deno-fmt-ignore
export const palettes: Palette[] = [
  { ground: "#f2e3c9", first: "#c8372d", second: "#e8a79a", ink: "#1f2a44", tint: "#c8372d" },
  { ground: "#1c2a3c", first: "#e9897e", second: "#d9d3c3", ink: "#f6efe0", tint: "#c96a5f" },
  { ground: "#c2391f", first: "#4a0f1e", second: "#f4c9a6", ink: "#fff6ea", tint: "#c2391f" },
  { ground: "#123c36", first: "#e9b7c9", second: "#6fae97", ink: "#f5ece0", tint: "#2f8271" },
  { ground: "#ece6f5", first: "#5b3fa0", second: "#f0836b", ink: "#2b1a55", tint: "#7a5cc4" },
  { ground: "#3a1440", first: "#f4735a", second: "#e8b6cc", ink: "#ffeee4", tint: "#8b3f98" },
  { ground: "#f4c7b5", first: "#7a1f3d", second: "#2f6270", ink: "#4a0f26", tint: "#b4524f" },
  { ground: "#0f1f4b", first: "#4fb0c6", second: "#f2e2b8", ink: "#fbf4df", tint: "#3a63c2" },
  { ground: "#dfe8e0", first: "#1d6a5b", second: "#e2876f", ink: "#11352e", tint: "#3b8d7b" },
  { ground: "#6d1a36", first: "#f4a7a0", second: "#d9475a", ink: "#fdeee0", tint: "#a83a58" },
  { ground: "#e8b7c5", first: "#2a2350", second: "#c2334d", ink: "#2a2350", tint: "#c75a80" },
  { ground: "#1a1820", first: "#d3405c", second: "#e5e0d8", ink: "#f7f3ea", tint: "#8a4a5c" },
];

const MARGIN = 17;
const TITLE_HEIGHT = 112;

/**
 * The poster of an event as one SVG element that fills its box, always the same for the same event; for pages, which
 * load its font. It has no small print, so it works as a thumbnail. It is decorative: pages also show the title as
 * text.
 */
export function posterSvg(subject: PosterSubject): string {
  const { id, type, title, poster: { motif } } = subject;
  const key = JSON.stringify([id, type, title, motif]);
  let svg = drawn.get(key);
  if (svg === undefined) drawn.set(key, svg = drawPoster(subject));
  return svg;
}

/** Lists show the same posters repeatedly, and drawing one takes as long as the rest of its row. */
const drawn = new BoundedMap<string, string>(1_000);

function drawPoster(subject: PosterSubject): string {
  const { random, palette, motif } = posterDesign(subject);
  const brush: Brush = { random, palette, title: subject.title, setText: asText };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${POSTER_WIDTH} ${POSTER_HEIGHT}" aria-hidden="true">` +
    `<path d="M0 0H${POSTER_WIDTH}V${POSTER_HEIGHT}H0Z" fill="${palette.ground}"/>` +
    `${motif.draw(brush)}${asText(titleOf(subject.title, motif, palette))}</svg>`;
}

/** A colour that matches the poster, for the event's page (`--tint`). */
export function posterTint(event: DesignSubject & { poster: Poster }): string {
  return event.poster.artwork?.tint ?? posterDesign(event).palette.tint;
}

/**
 * The palette and motif of an event, and the random source to continue drawing with. The id determines the palette, and
 * the motif unless one was chosen when the event was published.
 */
export function posterDesign({ id, type, poster }: DesignSubject) {
  const random = randomFrom(id);
  const chosen = palettes[Math.floor(random() * palettes.length)];
  const palette = random() < 0.5 ? chosen : { ...chosen, first: chosen.second, second: chosen.first };
  const fallback = motifs[type][Math.floor(random() * motifs[type].length)];
  const motif = motifs[type].find(({ name }) => name === poster.motif) ?? fallback;
  return { random, palette, motif };
}

function titleOf(title: string, motif: Motif, palette: Palette): PosterText {
  const box = { width: POSTER_WIDTH - 2 * MARGIN, height: TITLE_HEIGHT, largest: 84 };
  const { fontSize, lineHeight, lines } = setTitle(title, box);
  // Capitals reach about 0.72 em above the baseline, descenders 0.2 em below it.
  const firstBaseline = motif.titleAt === "top"
    ? MARGIN + fontSize * 0.72
    : POSTER_HEIGHT - MARGIN - fontSize * 0.2 - (lines.length - 1) * lineHeight;
  return {
    lines: lines.map((line, index) => ({ ...line, x: MARGIN, y: firstBaseline + index * lineHeight })),
    fontSize,
    fill: palette.ink,
  };
}

function asText({ lines, fontSize, fill, anchor, transform }: PosterText): string {
  const one = (value: number) => String(Math.round(value * 10) / 10);
  const rows = lines.map(({ text, x, y, width }) =>
    // textLength keeps the width until the font has loaded, and for characters that it lacks.
    `<tspan x="${one(x)}" y="${one(y)}"${
      width === undefined ? "" : ` textLength="${one(width)}" lengthAdjust="spacingAndGlyphs"`
    }>${escapeXml(text)}</tspan>`
  );
  return `<text font-family="Bricolage Grotesque, sans-serif" font-weight="800" font-size="${
    one(fontSize)
  }"` +
    `${anchor ? ` text-anchor="${anchor}"` : ` letter-spacing="${(TRACKING * fontSize).toFixed(2)}"`}` +
    `${transform ? ` transform="${transform}"` : ""} fill="${fill}">${rows.join("")}</text>`;
}

/** Numbers from 0 to under 1, determined by the text: FNV-1a makes the seed, mulberry32 the sequence. */
function randomFrom(text: string): () => number {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
