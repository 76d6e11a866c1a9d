import type { Block, Hall } from "./hall.ts";
import { type BlockLabel, type Canvas, fontOf, type Scene, tracePolygon } from "./scene.ts";
import { widthAround } from "./seat_grid.ts";
import { type Detail, overlaps, visibleBox } from "./viewport.ts";

/**
 * Draws sections as blocks when zoomed out, and as a faint ground under their seats when zoomed in; standing areas
 * always as blocks.
 */
export function drawBlocks(canvas: Canvas, scene: Scene, detail: Detail): void {
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  const inSight = visibleBox(scene.view, scene.frame);
  for (const block of scene.hall.blocks) {
    if (!overlaps(block.box, inSight)) continue;
    const strength = strengthOf(block, detail);
    drawBlock(canvas, scene, block, strength);
    canvas.globalAlpha = 1;
    if (strength > 0.5) writeLabel(canvas, scene, block, formOf(canvas, scene, block, detail));
  }
}

/** A block's opacity follows its free seats only in this many steps: tiles take a long time to draw. */
const AVAILABILITY_STEPS = 20;

/** Identifies how the blocks look with their free seats: while it stays the same, so do their tiles. */
export function availabilityOf({ hall: { blocks } }: Scene, detail: Detail): string {
  return blocks.map((block) => {
    if (isExact(block, detail)) return block.free;
    return strengthOf(block, detail) > 0 ? availabilityStep(block) : Math.sign(block.free);
  }).join();
}

function availabilityStep({ free, seats }: Block): number {
  return Math.ceil(free / seats.length * AVAILABILITY_STEPS);
}

/** Whether a block shows exactly how many places are left. */
function isExact({ area }: Block, { level }: Detail): boolean {
  return area !== null || level === "sections";
}

function strengthOf({ area }: Block, detail: Detail): number {
  return area ? 1 : detail.blocks;
}

/** The fewer free seats a block has, the fainter it is. */
function drawBlock(canvas: Canvas, scene: Scene, block: Block, strength: number): void {
  const { hall, colours, view } = scene;
  const free = availabilityStep(block) / AVAILABILITY_STEPS;
  const dimmed = block.zones.some((zone) => scene.isHighlighted(zone, block.id)) ? 1 : 0.35;
  const colour = block.free === 0 ? colours.booked : colours.zones[hall.colours.get(block.zone) ?? 1];
  tracePolygon(canvas, block.polygon);
  canvas.fillStyle = colour;
  canvas.globalAlpha = (0.05 + strength * (0.09 + 0.2 * free)) * dimmed;
  canvas.fill();
  canvas.globalAlpha = (0.1 + 0.8 * strength) * dimmed;
  canvas.strokeStyle = colour;
  canvas.lineWidth = 1.5 / view.scale;
  canvas.lineJoin = "round";
  canvas.stroke();
}

/** How the labels of blocks are written, the same for all blocks of a kind. */
interface Form {
  /** Of the name, in CSS pixels. */
  size: number;
  isShort: boolean;
  /** How many lines follow the name. */
  lines: number;
}

/** From the fullest form to the barest. */
const FORMS: Form[] = [3, 2, 1, 0].flatMap((lines) =>
  [false, true].flatMap((isShort) => [15, 13, 12].map((size) => ({ size, isShort, lines })))
);
const BAREST: Form = { size: 10, isShort: true, lines: 0 };
/**
 * Of the seats in blocks with room for any label, this share must be in blocks with room for a short form. Full names
 * must fit in all of those blocks: "206" beside "Block 207" would read as another kind of thing.
 */
const SEAT_SHARE_MIN = 0.8;
const LINE_SIZE = 0.85;
const LINE_HEIGHT = 1.3;
/** The share of its width that a block's label may take when a form is chosen; once chosen, it may take all of it. */
const ROOMY = 0.9;

const forms = new WeakMap<Hall, Map<string, Form | undefined>>();
const FORMS_MAX = 100;

/**
 * The fullest form for all blocks of this one's kind, in view or not; undefined where not even the barest fits any. It
 * depends on the scale alone, so that labels don't change form as seats are sold.
 */
function formOf(canvas: Canvas, scene: Scene, { area }: Block, detail: Detail): Form | undefined {
  const { hall, view: { scale } } = scene;
  const known = forms.get(hall) ?? new Map<string, Form | undefined>();
  forms.set(hall, known);
  const isSeated = area === null;
  // Zoomed in, the seats say the rest.
  const linesMax = !isSeated || detail.level === "sections" ? 3 : 0;
  const key = `${scale} ${isSeated} ${linesMax} ${scene.letterOf(hall.blocks[0].zone)}`;
  if (!known.has(key)) {
    if (known.size >= FORMS_MAX) known.clear();
    const alike = hall.blocks.filter((block) => (block.area === null) === isSeated)
      .map((block) => ({ block, label: scene.labelOf({ ...block, free: block.seats.length }) }));
    const seatsWith = (form: Form) =>
      alike.filter(({ block, label }) => linesIn(canvas, scene, block, label, form, ROOMY)).reduce(
        (sum, { block }) => sum + block.seats.length,
        0,
      );
    const all = seatsWith(BAREST);
    const isGood = (form: Form) =>
      form.lines <= linesMax && seatsWith(form) >= all * (form.isShort ? SEAT_SHARE_MIN : 1);
    known.set(key, all > 0 ? [...FORMS, BAREST].find(isGood) : undefined);
  }
  return known.get(key);
}

interface Line {
  text: string;
  font: string;
  /** The middle of the line, in chart units. */
  y: number;
}

/** The lines of a block's label in a form; null when they don't fit into this share of its width. */
function linesIn(
  canvas: Canvas,
  scene: Scene,
  block: Block,
  { name, short, lines }: BlockLabel,
  form: Form,
  part: number,
): Line[] | null {
  const { scale } = scene.view;
  const { polygon, labelAt: [x, middle] } = block;
  const letter = scene.letterOf(block.zone);
  const texts = [form.isShort ? short : name, ...(letter ? [letter] : []), ...lines].slice(0, form.lines + 1);
  const unit = form.size / scale;
  let y = middle - (texts.length - 1) * unit * LINE_SIZE * LINE_HEIGHT / 2;
  const written: Line[] = [];
  for (const [at, text] of texts.entries()) {
    const [weight, size] = at === 0 ? [700, unit] : [500, unit * LINE_SIZE];
    if (at > 0) y += (at === 1 ? (unit + size) / 2 : size) * LINE_HEIGHT;
    const width = size * widthPerPixel(canvas, text, weight);
    const room = Math.min(...[-0.5, 0.5].map((edge) => widthAround(polygon, [x, y + edge * size])));
    if (width > room * part) return null;
    written.push({ text, font: fontOf(weight, size), y });
  }
  return written;
}

/** Writes a block's label in its kind's form, or as much of it as there is room for. */
function writeLabel(canvas: Canvas, scene: Scene, block: Block, form: Form | undefined): void {
  if (!form) return;
  const label = scene.labelOf(block);
  const short = { ...form, isShort: true };
  canvas.fillStyle = scene.colours.ink;
  for (const candidate of [form, short, { ...short, lines: 0 }, BAREST]) {
    const lines = linesIn(canvas, scene, block, label, candidate, 1);
    if (!lines) continue;
    for (const { text, font, y } of lines) {
      canvas.font = font;
      canvas.fillText(text, block.labelAt[0], y);
    }
    return;
  }
}

const widths = new Map<string, number>();
const WIDTHS_MAX = 2_000;
const MEASURED_SIZE = 100;

/** The width of a text per pixel of font size. Cached, because measuring is slow. */
function widthPerPixel(canvas: Canvas, words: string, weight: number): number {
  // All digits count as equally wide, so that blocks that differ only in their numbers are written alike.
  const text = words.replace(/\d/g, "0");
  const key = `${weight} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > WIDTHS_MAX) widths.clear();
  canvas.font = fontOf(weight, MEASURED_SIZE);
  const width = canvas.measureText(text).width / MEASURED_SIZE;
  widths.set(key, width);
  return width;
}
