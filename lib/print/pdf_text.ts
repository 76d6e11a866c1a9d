/** Text on a page of a PDF. */
import type PDFDocument from "pdfkit";
import { Face } from "./face.ts";
import { type Families, familiesFor, type Place, type Weight } from "./faces.ts";
import { isPrintable } from "./printed_text.ts";
import { ASCENT, fitText, type Layout, type Line } from "./text_layout.ts";

/** A box in points, 72 to the inch. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface TextStyle {
  /** The preferred size in points; text shrinks until it fits its box. */
  size: number;
  weight?: Weight;
  color?: string;
  align?: "left" | "center" | "right";
  oneLine?: boolean;
}

/** Writes text that never overflows its box. */
export class PdfText {
  readonly #pdf: InstanceType<typeof PDFDocument>;
  readonly #place: Place;
  /** Caches layouts, since pages share much of their text. */
  readonly #layouts = new Map<string, Promise<Layout>>();

  constructor(pdf: InstanceType<typeof PDFDocument>, place: Place) {
    this.#pdf = pdf;
    this.#place = place;
  }

  /** Whether every character has a face. */
  isPrintable(text: string): Promise<boolean> {
    return isPrintable(text, this.#families(text, "regular"));
  }

  /** Lays out text as large as it fits, without drawing it; see `fitText`. */
  set(text: string, style: TextStyle & { width: number; height: number }): Promise<Layout> {
    const { weight = "regular", size, width, height, oneLine } = style;
    const key = JSON.stringify([text, weight, size, width, height, oneLine]);
    let layout = this.#layouts.get(key);
    if (!layout) {
      layout = fitText(text, this.#families(text, weight), { size, width, height, oneLine });
      this.#layouts.set(key, layout);
    }
    return layout;
  }

  async write(text: string, box: Box, style: TextStyle): Promise<void> {
    const layout = await this.set(text, { ...box, ...style });
    // A line that had to shrink keeps the same baseline as its neighbours.
    const y = style.oneLine ? box.y + (style.size - layout.size) * ASCENT : box.y;
    this.draw(layout, { ...box, y: Math.min(y, box.y + box.height - layout.height) }, style);
  }

  /** Draws lines from the top of a box. */
  draw({ lines, size }: Layout, box: Box, { color = "#000", align = "left" }: Partial<TextStyle>): void {
    this.#pdf.fillColor(color).fontSize(size);
    let { y } = box;
    for (const line of lines) {
      y += line.ascent * size;
      const spare = box.width - line.width * size;
      const x = box.x + spare * { left: 0, center: 0.5, right: 1 }[align];
      this.#drawLine(line, x, y, size);
      y += line.descent * size;
    }
  }

  #drawLine({ runs }: Line, x: number, y: number, size: number): void {
    for (const run of runs) {
      this.#pdf.registerFont(run.face.name, run.face.embeddable as unknown as Uint8Array).font(run.face.name);
      this.#pdf.text(run.text, x + run.x * size, y, {
        lineBreak: false,
        baseline: "alphabetic",
        features: Face.features(run.isRightToLeft),
      });
    }
  }

  #families(text: string, weight: Weight): Families {
    return familiesFor(text, weight, this.#place);
  }
}
