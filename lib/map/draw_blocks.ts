import type { Block } from "./hall.ts";
import { type Canvas, fontOf, type Scene, tracePolygon } from "./scene.ts";
import { boxInSight, type Detail, doMeet } from "./viewport.ts";

/** Sections as blocks from afar, as a faint ground under their seats nearby; standing areas always as blocks. */
export function drawBlocks(canvas: Canvas, scene: Scene, detail: Detail): void {
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  const inSight = boxInSight(scene.view, scene.frame);
  for (const block of scene.hall.blocks) {
    if (!doMeet(block.box, inSight)) continue;
    const strength = strengthOf(block, detail);
    drawBlock(canvas, scene, block, strength);
    canvas.globalAlpha = 1;
    if (strength > 0.5) writeWords(canvas, scene, block, isExact(block, detail));
  }
}

/** Where seats are drawn, blocks tell how full they are only in such steps: their pictures take long to draw. */
const FULLNESS_STEPS = 20;

/** What blocks look like by how many seats are free: while this stays the same, so does the picture of them. */
export function fullnessOf({ hall: { blocks } }: Scene, detail: Detail): string {
  return blocks.map((block) => {
    if (isExact(block, detail)) return block.free;
    return strengthOf(block, detail) > 0 ? fullnessStep(block) : Math.sign(block.free);
  }).join();
}

function fullnessStep({ free, seats }: Block): number {
  return Math.ceil(free / seats.length * FULLNESS_STEPS);
}

/** Whether a block says exactly how many places are left. */
function isExact({ area }: Block, { level }: Detail): boolean {
  return area !== null || level === "sections";
}

function strengthOf({ area }: Block, detail: Detail): number {
  return area ? 1 : detail.blocks;
}

/** The fuller a block, the fainter. */
function drawBlock(canvas: Canvas, scene: Scene, block: Block, strength: number): void {
  const { hall, colours, view } = scene;
  const free = fullnessStep(block) / FULLNESS_STEPS;
  const dimmed = block.zones.some((zone) => scene.isAskedFor(zone, block.id)) ? 1 : 0.35;
  const colour = block.free === 0 ? colours.booked : colours.zones[hall.colours.get(block.zone) ?? 1];
  tracePolygon(canvas, block.polygon);
  canvas.fillStyle = colour;
  canvas.globalAlpha = (0.05 + strength * (0.09 + 0.2 * free)) * dimmed;
  canvas.fill();
  canvas.globalAlpha = (0.1 + 0.8 * strength) * dimmed;
  canvas.strokeStyle = colour;
  canvas.lineWidth = 1.5 / view.scale;
  canvas.stroke();
}

/** Sizes in CSS pixels. */
const NAME_SIZES = [15, 13, 11, 9];
const LINE_SIZE = 12;
const LINE_HEIGHT = 1.3;

/** The name as large as it fits, else its short form; then as many lines as there is room for. */
function writeWords(canvas: Canvas, scene: Scene, block: Block, withLines: boolean): void {
  const { view: { scale }, colours } = scene;
  const { name, short, lines } = scene.wordsOf(block);
  const room = { width: block.room.width * scale * 0.9, height: block.room.height * scale * 0.95 };
  const widthOf = (text: string, weight: number, size: number) => size * widthPerPixel(canvas, text, weight);
  // Measured for the size on the screen, written at that size in chart units.
  const fits = (text: string) =>
    NAME_SIZES.find((size) => size * LINE_HEIGHT < room.height && widthOf(text, 700, size) <= room.width);
  const title = fits(name) ? name : short;
  const size = fits(title);
  if (size === undefined) return;
  const shown: string[] = [];
  let height = size * LINE_HEIGHT;
  for (const line of withLines ? lines : []) {
    if (height + LINE_SIZE * LINE_HEIGHT > room.height || widthOf(line, 500, LINE_SIZE) > room.width) break;
    height += LINE_SIZE * LINE_HEIGHT;
    shown.push(line);
  }
  let y = block.labelAt[1] - (height - size * LINE_HEIGHT) / 2 / scale;
  canvas.fillStyle = colours.ink;
  canvas.font = fontOf(700, size / scale);
  canvas.fillText(title, block.labelAt[0], y);
  y += (size + LINE_SIZE) / 2 * LINE_HEIGHT / scale;
  canvas.font = fontOf(500, LINE_SIZE / scale);
  for (const line of shown) {
    canvas.fillText(line, block.labelAt[0], y);
    y += LINE_SIZE * LINE_HEIGHT / scale;
  }
}

const widths = new Map<string, number>();
const WIDTHS_MAX = 2_000;
const MEASURED_SIZE = 100;

/** The width of a text for each pixel of its size. Kept, because measuring is slow. */
function widthPerPixel(canvas: Canvas, text: string, weight: number): number {
  const key = `${weight} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > WIDTHS_MAX) widths.clear();
  canvas.font = fontOf(weight, MEASURED_SIZE);
  const width = canvas.measureText(text).width / MEASURED_SIZE;
  widths.set(key, width);
  return width;
}
