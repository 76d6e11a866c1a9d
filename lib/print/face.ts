/** A font for some scripts in one weight: HarfBuzz shapes text in it, fontkit embeds it. */
import * as fontkit from "fontkit";
import { Blob, Buffer, Direction, Face as Sfnt, Font, shape } from "harfbuzzjs";
import { toLetters } from "@/lib/text/unicode_forms.ts";

/** How far ink extends from the origin of its text, in em (multiples of the font size); y points up. */
export interface Ink {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Glyph {
  id: number;
  /** The text offset of the characters that it represents, alone or with other glyphs. */
  cluster: number;
  xAdvance: number;
  xOffset: number;
  yOffset: number;
}

const JOINERS = /[\u200c\u200d]/g;
/** OpenType's tags for directional forms: as PDF features they tell {@link Face.embeddable} a text's direction. */
const DIRECTION_FEATURES = { leftToRight: "ltra", rightToLeft: "rtla" } as const;

export class Face {
  /** Unique among faces. */
  readonly name: string;
  readonly #bytes: Uint8Array;
  readonly #font: Font;
  readonly #unitsPerEm: number;
  #embeddable: fontkit.Font | undefined;

  /** `bytes` of a TTF file. */
  constructor(name: string, bytes: Uint8Array<ArrayBuffer>) {
    this.name = name;
    this.#bytes = bytes;
    const face = new Sfnt(new Blob(bytes.buffer));
    this.#unitsPerEm = face.upem;
    this.#font = new Font(face);
  }

  /** Whether there are glyphs for the text, in one of its normalization forms. */
  has(text: string): boolean {
    const hasGlyph = (character: string) => Boolean(this.#font.nominalGlyph(character.codePointAt(0)!));
    const visible = text.replace(JOINERS, "");
    return [...visible].every(hasGlyph) || [...toLetters(visible)].every(hasGlyph);
  }

  /** The advance width of text in one direction, and the extent of its ink. */
  measure(text: string, isRightToLeft: boolean): { width: number; ink: Ink } {
    const ink = { left: 0, right: 0, top: 0, bottom: 0 };
    let x = 0;
    for (const { id, xAdvance, xOffset, yOffset } of this.#shape(text, isRightToLeft)) {
      const { xBearing = 0, yBearing = 0, width = 0, height = 0 } = this.#font.glyphExtents(id) ?? {};
      const [left, top] = [x + xOffset + xBearing, yOffset + yBearing];
      ink.left = Math.min(ink.left, left);
      ink.right = Math.max(ink.right, left + width);
      ink.top = Math.max(ink.top, top);
      // Heights point down from the top, so they are negative.
      ink.bottom = Math.min(ink.bottom, top + height);
      x += xAdvance;
    }
    const inEm = (length: number) => length / this.#unitsPerEm;
    return {
      width: inEm(x),
      ink: { left: inEm(ink.left), right: inEm(ink.right), top: inEm(ink.top), bottom: inEm(ink.bottom) },
    };
  }

  /**
   * The face for pdfkit: a fontkit font that HarfBuzz lays out. A text's {@link Face.features} declare its direction.
   */
  get embeddable(): fontkit.Font {
    return this.#embeddable ??= this.#makeEmbeddable();
  }

  static features(isRightToLeft: boolean) {
    return [isRightToLeft ? DIRECTION_FEATURES.rightToLeft : DIRECTION_FEATURES.leftToRight];
  }

  #makeEmbeddable(): fontkit.Font {
    const font = fontkit.create(this.#bytes as unknown as globalThis.Buffer) as fontkit.Font;
    const layout = (text: string, features: string[] = []) => {
      const isRightToLeft = features.includes(DIRECTION_FEATURES.rightToLeft);
      const shaped = this.#shape(text, isRightToLeft);
      const meanings = meaningsOf(shaped, text, isRightToLeft);
      const glyphs = shaped.map((glyph) => {
        const codePoints = meanings.get(glyph) ?? [];
        return {
          id: `${glyph.id} ${codePoints}`,
          codePoints,
          advanceWidth: this.#font.glyphHAdvance(glyph.id),
        };
      });
      const positions = shaped.map(({ xAdvance, xOffset, yOffset }) => ({
        xAdvance,
        yAdvance: 0,
        xOffset,
        yOffset,
      }));
      return { glyphs, positions, advanceWidth: shaped.reduce((sum, { xAdvance }) => sum + xAdvance, 0) };
    };
    return Object.create(font, {
      postscriptName: { value: this.name },
      layout: { value: layout },
      createSubset: { value: () => withMeanings(font.createSubset()) },
    });
  }

  /** The glyphs of text from left to right, with lengths in font units. */
  #shape(text: string, isRightToLeft: boolean): Glyph[] {
    const buffer = new Buffer();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
    shape(this.#font, buffer);
    const infos = buffer.getGlyphInfos();
    return buffer.getGlyphPositions().map(({ xAdvance, xOffset, yOffset }, index) => {
      const { codepoint: id, cluster } = infos[index];
      return { id, cluster, xAdvance, xOffset, yOffset };
    });
  }
}

/**
 * The characters that glyphs yield when text is copied from the PDF. A cluster's characters are distributed to its
 * glyphs with a width, in reading order; marks would be read as text beside them.
 */
function meaningsOf(glyphs: Glyph[], text: string, isRightToLeft: boolean): Map<Glyph, number[]> {
  const meanings = new Map<Glyph, number[]>();
  const read = isRightToLeft ? glyphs.toReversed() : glyphs;
  const clusters = [...Map.groupBy(read, ({ cluster }) => cluster)].sort(([a], [b]) => a - b);
  for (const [index, [start, parts]] of clusters.entries()) {
    const letters = [...text.slice(start, clusters[index + 1]?.[0])].map((letter) => letter.codePointAt(0)!);
    const wide = parts.filter(({ xAdvance }) => xAdvance > 0);
    const carriers = (wide.length > 0 ? wide : parts).slice(0, letters.length);
    for (const [at, glyph] of carriers.entries()) {
      meanings.set(glyph, at === carriers.length - 1 ? letters.slice(at) : [letters[at]]);
    }
  }
  return meanings;
}

/** A PDF glyph has one meaning, so a glyph with several is embedded once for each, under its id and the meaning. */
function withMeanings(subset: fontkit.Subset): fontkit.Subset {
  const { glyphs, mapping } = subset as unknown as { glyphs: number[]; mapping: Record<string, number> };
  const includeGlyph = (id: string | number) => mapping[id] ??= glyphs.push(parseInt(String(id))) - 1;
  return Object.assign(subset, { includeGlyph }) as unknown as fontkit.Subset;
}
