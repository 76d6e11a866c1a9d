/** Text as outlines, in the fonts of the tickets, so that pictures look the same on a machine without fonts. */
import { Face } from "@/lib/print/face.ts";
import { familiesFor, type Place } from "@/lib/print/faces.ts";
import { fitText, type TextRun } from "@/lib/print/text_layout.ts";
import { escapeXml, type PosterText, type SetText } from "./brush.ts";

/** Draws a picture with its text as outlines. `place`: see {@link familiesFor}. */
export async function withOutlines(draw: (setText: SetText) => string, place: Place): Promise<string> {
  const texts: PosterText[] = [];
  // Fonts load asynchronously, so text is outlined after the rest is drawn. NUL, illegal in XML, marks where it goes.
  const svg = draw((text) => `\0${texts.push(text) - 1}\0`);
  const outlines = await Promise.all(texts.map((text) => outlinesOf(text, place)));
  return svg.replace(/\0(\d+)\0/g, (_, index) => outlines[Number(index)]);
}

async function outlinesOf(
  { lines, fontSize, fill, anchor, transform }: PosterText,
  place: Place,
): Promise<string> {
  const paths = await Promise.all(lines.map(async ({ text, x, y, width }) => {
    const room = { width: Infinity, height: Infinity, size: fontSize, oneLine: true };
    const { lines: [line] } = await fitText(text, familiesFor(text, "bold", place), room);
    if (!line || line.width === 0) return "";
    // Squeezed or stretched to its width, as `textLength` does.
    const scale = width === undefined ? 1 : width / (line.width * fontSize);
    const left = anchor === "middle" ? x - line.width * fontSize / 2 : x;
    const path = line.runs.map((run) => pathOf(run, fontSize)).join("");
    return `<path d="${path}" transform="translate(${round(left)} ${round(y)}) scale(${round(scale)} 1)"/>`;
  }));
  return `<g fill="${escapeXml(fill)}"${transform ? ` transform="${transform}"` : ""}>${paths.join("")}</g>`;
}

/** The glyphs of a run, from the start of its line. */
function pathOf({ face, text, isRightToLeft, x }: TextRun, fontSize: number): string {
  const font = face.embeddable;
  const unit = fontSize / font.unitsPerEm;
  const { glyphs, positions } = font.layout(text, Face.features(isRightToLeft));
  let at = x * fontSize;
  return glyphs.map(({ id }, index) => {
    const { xAdvance, xOffset, yOffset } = positions[index];
    // An embeddable glyph's id begins with its number in the font file.
    const { path } = font.getGlyph(parseInt(String(id)));
    const placed = path.transform(unit, 0, 0, -unit, at + xOffset * unit, -yOffset * unit).toSVG();
    at += xAdvance * unit;
    return placed;
  }).join("");
}

const round = (value: number) => Math.round(value * 100) / 100;
