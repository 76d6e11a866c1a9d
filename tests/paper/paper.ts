/** Renders and reads PDFs with programs other than the one that wrote them. */
import { findCommand } from "../../tasks/stack/child.ts";

/** In Debian, they are in poppler-utils and zbar-tools. */
const TOOLS = ["pdftoppm", "pdftotext", "zbarimg"];

/** For the `ignore` of a test: true on a machine that lacks one of these tools. */
export const noPaperTools = (await Promise.all(TOOLS.map((tool) => findCommand(tool)))).includes(undefined);

const DOTS_PER_INCH = 216;
const DOTS_PER_POINT = DOTS_PER_INCH / 72;
/** Lighter dots are paper, or the smoothed edge of a stroke. */
const INK_MAX = 200;
/** In dots: a box's edges lie between the dots of the grid. */
const EDGE = 1;

/** A page in greyscale. */
export interface RenderedPage {
  /** In dots. */
  width: number;
  height: number;
  /** One byte per dot; 0 is black. */
  dots: Uint8Array;
}

/** A box in points from the top left corner. */
export interface PaperBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The pages of a PDF as a printer would print them. */
export async function renderPages(pdf: Uint8Array): Promise<RenderedPage[]> {
  const bytes = await run("pdftoppm", ["-gray", "-r", String(DOTS_PER_INCH), "-"], pdf);
  const pages: RenderedPage[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(new TextDecoder().decode(bytes.subarray(at, at + 40)));
    if (!head) throw new Error("pdftoppm did not write a PGM");
    const [width, height] = [Number(head[1]), Number(head[2])];
    const start = at + head[0].length;
    at = start + width * height;
    pages.push({ width, height, dots: bytes.subarray(start, at) });
  }
  return pages;
}

/** The text of each page, as copied from a PDF viewer. */
export async function readText(pdf: Uint8Array): Promise<string[]> {
  const text = new TextDecoder().decode(await run("pdftotext", ["-enc", "UTF-8", "-", "-"], pdf));
  return text.split("\f").slice(0, -1);
}

/** The content of the QR code on a page; empty if it cannot be read. */
export async function readCode({ width, height, dots }: RenderedPage): Promise<string> {
  const file = await Deno.makeTempFile({ suffix: ".pgm" });
  try {
    await Deno.writeFile(file, new Blob([`P5\n${width} ${height}\n255\n`, dots.slice()]).stream());
    const bytes = await run("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file]);
    return new TextDecoder().decode(bytes).trimEnd();
  } finally {
    await Deno.remove(file);
  }
}

/** The first dot with ink outside all boxes, in points; undefined if there is none. */
export function inkOutside(page: RenderedPage, boxes: PaperBox[]): { x: number; y: number } | undefined {
  const { width, dots } = page;
  const allowed = new Uint8Array(dots.length);
  for (const box of boxes) {
    const left = Math.round(box.x * DOTS_PER_POINT) - EDGE;
    const right = Math.round((box.x + box.width) * DOTS_PER_POINT) + EDGE;
    const top = Math.round(box.y * DOTS_PER_POINT) - EDGE;
    const bottom = Math.round((box.y + box.height) * DOTS_PER_POINT) + EDGE;
    for (let y = Math.max(0, top); y < Math.min(page.height, bottom); y++) {
      allowed.fill(1, y * width + Math.max(0, left), y * width + Math.min(width, right));
    }
  }
  const at = dots.findIndex((dot, index) => dot < INK_MAX && !allowed[index]);
  if (at >= 0) return { x: (at % width) / DOTS_PER_POINT, y: Math.floor(at / width) / DOTS_PER_POINT };
}

async function run(command: string, args: string[], input?: Uint8Array): Promise<Uint8Array> {
  const child = new Deno.Command(command, { args, stdin: "piped", stdout: "piped", stderr: "null" }).spawn();
  const writer = child.stdin.getWriter();
  const written = (async () => {
    if (input) await writer.write(input);
    await writer.close();
  })().catch(() => {});
  const { stdout } = await child.output();
  await written;
  return stdout;
}
