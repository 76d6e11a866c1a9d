/** Text that flows over the pages of a PDF, from top to bottom. */
import type PDFDocument from "pdfkit";
import { PdfText, type TextStyle } from "@/lib/print/pdf_text.ts";

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89, margin: 56 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const BOTTOM = PAGE.height - PAGE.margin;
const LABEL_WIDTH = 130;
const BODY_SIZE = 9.5;
const QUIET = "#555";
/** Longer lines of text, in characters, are laid out in pieces of at most this length. */
const PIECE_MAX = 400;
const PIECE = new RegExp(`.{1,${PIECE_MAX}}(?:\\s|$)|.{1,${PIECE_MAX}}`, "gsu");

export class PdfFlow {
  readonly #pdf: InstanceType<typeof PDFDocument>;
  readonly #text: PdfText;
  #y = Infinity;
  #pages = 0;

  /** `pdf` has no pages yet. */
  constructor(pdf: InstanceType<typeof PDFDocument>, locale: string) {
    this.#pdf = pdf;
    this.#text = new PdfText(pdf, { country: "", locale });
  }

  /** Whether every character has a face. */
  isPrintable(text: string): Promise<boolean> {
    return this.#text.isPrintable(text);
  }

  /** A heading, never left alone at the bottom of a page. */
  async heading(text: string, level: 1 | 2 | 3): Promise<void> {
    const { size, before, after } = HEADINGS[level];
    this.#space(before);
    await this.#keepTogether(size + after + 3 * BODY_SIZE);
    await this.#lines(text, { size, weight: "bold" }, 0);
    this.#y += after;
  }

  /** A label, with its value beside it. */
  async field(label: string, value: string): Promise<void> {
    await this.#keepTogether(2 * BODY_SIZE);
    const box = { x: PAGE.margin, y: this.#y, width: LABEL_WIDTH - 10, height: 2 * BODY_SIZE };
    await this.#text.write(label, box, { size: BODY_SIZE, color: QUIET, oneLine: true });
    await this.#lines(value || "–", { size: BODY_SIZE }, LABEL_WIDTH);
    this.#y += 2;
  }

  /** Text of any length; its line breaks are kept. */
  async paragraph(text: string, style: { isQuiet?: boolean } = {}): Promise<void> {
    await this.#lines(text, { size: BODY_SIZE, color: style.isQuiet ? QUIET : undefined }, 0);
    this.#y += 4;
  }

  async #lines(text: string, style: TextStyle, indent: number): Promise<void> {
    const width = WIDTH - indent;
    for (const line of text.split("\n")) {
      if (line.trim() === "") this.#space(style.size / 2);
      for (const [piece] of line.matchAll(PIECE)) {
        const layout = await this.#text.set(piece, { ...style, width, height: BOTTOM - PAGE.margin });
        for (const printed of layout.lines) {
          const height = (printed.ascent + printed.descent) * layout.size;
          await this.#keepTogether(height);
          this.#text.draw(
            { ...layout, lines: [printed], height },
            { x: PAGE.margin + indent, y: this.#y, width, height },
            { color: style.color, align: layout.isRightToLeft ? "right" : "left" },
          );
          this.#y += height;
        }
      }
    }
  }

  /** Space between parts; none at the top of a page. */
  #space(height: number): void {
    if (this.#y > PAGE.margin) this.#y += height;
  }

  /** Begins a page unless so much still fits on this one. */
  async #keepTogether(height: number): Promise<void> {
    if (this.#y + height <= BOTTOM) return;
    this.#pdf.addPage({ size: [PAGE.width, PAGE.height], margin: 0 });
    this.#pages++;
    const box = { x: PAGE.margin, y: BOTTOM + 18, width: WIDTH, height: 12 };
    await this.#text.write(String(this.#pages), box, { size: 8, color: QUIET, align: "right" });
    this.#y = PAGE.margin;
  }
}

const HEADINGS = {
  1: { size: 22, before: 0, after: 6 },
  2: { size: 14, before: 18, after: 6 },
  3: { size: 10.5, before: 8, after: 2 },
};
