/**
 * The hall as square tiles that are drawn once and then only moved, so that a frame costs the same in a hall of 50,000
 * seats as in one of 60. Tiles are drawn when they come into view, a few per frame; while some are missing, those of
 * the previous scale stand in for them, stretched, and below these a small picture of the whole hall.
 */
import { availabilityOf, drawBlocks } from "./draw_blocks.ts";
import { drawSeats } from "./draw_seats.ts";
import { drawShapes } from "./draw_shapes.ts";
import type { Canvas, Scene } from "./scene.ts";
import { type Box, type Detail, detailOf, fitView, SEAT_UNITS, type View, visibleBox } from "./viewport.ts";

/** The side of a tile, in device pixels. */
const SIDE = 256;
/** How long to spend drawing tiles in one frame; at least one is always drawn. */
const BUDGET_MS = 5;
/** Tiles for a new scale are drawn once the scale has been stable for this long. */
const STILL_MS = 140;
/** How often the tiles catch up with the numbers on blocks. */
const NUMBERS_MS = 250;
/** With more tiles than this, those out of view are discarded. */
const PRUNE_FROM = 120;
/** How far a seat's mark reaches from its centre, in chart units. */
const REACH = SEAT_UNITS * 0.6;

/** The look of a tile that no longer shows what it should. */
const OUTDATED = "";

interface Tile {
  column: number;
  row: number;
  picture: HTMLCanvasElement;
  /** Identifies the look it was drawn with. */
  look: string;
}

/** The tiles of one scale. */
interface Layer {
  /** Device pixels per chart unit. */
  unit: number;
  tiles: Map<string, Tile>;
}

export class Tiles {
  #layer: Layer = { unit: 0, tiles: new Map() };
  /** Shown until the layer is complete. */
  #former: Layer = this.#layer;
  /** Canvases for reuse: creating one takes longer than drawing over one. */
  readonly #spare: HTMLCanvasElement[] = [];
  #backdrop: { canvas: HTMLCanvasElement; view: View; look: string } | null = null;
  /** Indexes of seats whose tiles are out of date. */
  readonly #touched = new Set<number>();
  /** How many times everything had to be redrawn, and how many times a part of it. */
  #renewals = 0;
  #edits = 0;
  #unit = 0;
  #unitSince = -Infinity;
  /** An off-screen canvas to flush drawing to. */
  readonly #sink = contextOf(newPicture(1));
  /** The free seats of the blocks as the tiles show them. */
  #availability = { text: "", since: -Infinity };

  /** Marks a seat for redrawing. */
  touch(index: number): void {
    this.#touched.add(index);
  }

  /** Marks everything for redrawing; existing tiles stay visible until then. */
  renew(): void {
    this.#renewals++;
  }

  /** Marks what lies in these boxes of the chart for redrawing; existing tiles stay visible until then. */
  invalidate(boxes: Iterable<Box>): void {
    this.#edits++;
    for (const { unit, tiles } of new Set([this.#layer, this.#former])) {
      if (unit === 0) continue;
      for (const box of boxes) {
        for (const { key } of cellsOf(box, unit)) {
          const tile = tiles.get(key);
          if (tile) tile.look = OUTDATED;
        }
      }
    }
  }

  /** A picture of the whole hall without its seats, and the view it was drawn in. */
  get backdrop(): { canvas: HTMLCanvasElement; view: View } | null {
    return this.#backdrop;
  }

  /**
   * Draws tiles for the view within the time budget. Returns the milliseconds until there is more to do: 0 while tiles
   * are missing, Infinity when everything is drawn.
   */
  prepare(scene: Scene): number {
    const detail = detailOf(scene.view);
    const unit = scene.pixelRatio * scene.view.scale;
    const untilStill = this.#msUntilStill(unit, scene.now);
    const untilCurrent = this.#follow(scene, detail);
    const isWhole = untilStill <= 0 && this.#fill(scene, detail, unit);
    // The backdrop comes last, because it is seldom visible and takes as long as several tiles.
    if (isWhole || !this.#backdrop) this.#renewBackdrop(scene);
    const untilWhole = untilStill > 0 ? untilStill : isWhole ? Infinity : 0;
    return Math.min(untilWhole, untilCurrent);
  }

  /** Fills the canvas with everything static. */
  show(canvas: Canvas, scene: Scene): void {
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    if (!covers(this.#layer, scene)) {
      if (!covers(this.#former, scene)) this.#showBackdrop(canvas, scene);
      if (this.#former !== this.#layer) showLayer(canvas, scene, this.#former);
    }
    showLayer(canvas, scene, this.#layer);
  }

  /** Draws missing and outdated tiles within the time budget. Returns whether all are current. */
  #fill(scene: Scene, detail: Detail, unit: number): boolean {
    const startedAt = performance.now();
    this.#patch(scene, detail);
    const { tiles } = this.#layer;
    const look = `${this.#renewals} ${this.#availability.text}`;
    const cells = cellsOf(visibleBox(scene.view, scene.frame), unit);
    for (const { column, row, key } of cells) {
      const tile = tiles.get(key);
      if (tile?.look === look) continue;
      if (performance.now() - startedAt > BUDGET_MS) return false;
      const drawn = tile ?? { column, row, picture: this.#spare.pop() ?? newPicture(), look };
      drawTile(drawn, scene, detail);
      drawn.look = look;
      // Browsers defer drawing until the result is used; flushing it counts the actual painting against the budget.
      this.#sink.drawImage(drawn.picture, 0, 0, 1, 1, 0, 0, 1, 1);
      tiles.set(key, drawn);
    }
    this.#standIn(this.#layer);
    this.#prune(cells.map(({ key }) => key));
    return true;
  }

  /** Catches up with the blocks' free seats at a limited rate. Returns the milliseconds to wait; Infinity if done. */
  #follow(scene: Scene, detail: Detail): number {
    const text = availabilityOf(scene, detail);
    if (text === this.#availability.text) return Infinity;
    const waitMs = this.#availability.since + NUMBERS_MS - scene.now;
    if (waitMs > 0) return waitMs;
    this.#availability = { text, since: scene.now };
    return Infinity;
  }

  /**
   * Begins a new layer when the map has stopped zooming. Returns the milliseconds until then; 0 if the layer has the
   * current scale.
   */
  #msUntilStill(unit: number, now: number): number {
    if (unit === this.#layer.unit) return 0;
    if (unit !== this.#unit) {
      this.#unit = unit;
      this.#unitSince = now;
    }
    const waitMs = this.#unitSince + STILL_MS - now;
    if (waitMs > 0 && this.#layer.unit > 0) return waitMs;
    // The layer that shows more stands in: the former one or the newest.
    const newestShowsMore = this.#former.tiles.size <= this.#layer.tiles.size;
    if (newestShowsMore) this.#standIn(this.#layer);
    else this.#spare.push(...picturesOf(this.#layer));
    this.#layer = { unit, tiles: new Map() };
    this.#touched.clear();
    return 0;
  }

  /** Redraws the touched seats in the tiles that contain them. */
  #patch(scene: Scene, detail: Detail): void {
    const { hall: { chart } } = scene;
    const { unit, tiles } = this.#layer;
    if (detail.level !== "sections") {
      for (const index of this.#touched) {
        const { x, y } = chart.seats[index];
        const box = boxAround(x, y, REACH);
        for (const { key } of cellsOf(box, unit)) {
          const tile = tiles.get(key);
          if (tile) drawTile(tile, scene, detail, box);
        }
      }
    }
    this.#touched.clear();
  }

  #renewBackdrop(scene: Scene): void {
    const { hall: { chart }, frame } = scene;
    const view = fitView(chart, frame);
    const detail: Detail = { ...detailOf(view), level: "seats", blocks: 1 };
    const look = `${this.#renewals} ${this.#edits} ${frame.width} ${frame.height} ${
      availabilityOf(scene, detail)
    }`;
    if (this.#backdrop?.look === look) return;
    const canvas = this.#backdrop?.canvas ?? document.createElement("canvas");
    canvas.width = frame.width;
    canvas.height = frame.height;
    drawGround(contextOf(canvas), { ...scene, view, pixelRatio: 1 }, detail);
    this.#backdrop = { canvas, view, look };
  }

  #showBackdrop(canvas: Canvas, { view, pixelRatio, frame, colours }: Scene): void {
    const { canvas: picture, view: from } = this.#backdrop!;
    const unit = view.scale * pixelRatio;
    const scale = unit / from.scale;
    canvas.fillStyle = colours.ground;
    canvas.fillRect(0, 0, frame.width * pixelRatio, frame.height * pixelRatio);
    canvas.drawImage(
      picture,
      (from.left - view.left) * unit,
      (from.top - view.top) * unit,
      picture.width * scale,
      picture.height * scale,
    );
  }

  /** Shows this layer until the newest is complete, instead of the former one. */
  #standIn(layer: Layer): void {
    if (layer !== this.#former) this.#spare.push(...picturesOf(this.#former));
    this.#former = layer;
  }

  #prune(inSight: string[]): void {
    const { tiles } = this.#layer;
    if (tiles.size <= Math.max(PRUNE_FROM, 2 * inSight.length)) return;
    for (const [key, { picture }] of tiles) {
      if (inSight.includes(key)) continue;
      tiles.delete(key);
      this.#spare.push(picture);
    }
  }
}

function contextOf(canvas: HTMLCanvasElement): Canvas {
  return canvas.getContext("2d", { alpha: false })!;
}

function newPicture(side = SIDE): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  return canvas;
}

/** Draws a tile, or only the part of it in a box. */
function drawTile(tile: Tile, scene: Scene, detail: Detail, box?: Box): void {
  const part = partOf(tile, scene);
  const canvas = contextOf(tile.picture);
  canvas.save();
  if (box) clip(canvas, part, box);
  drawGround(canvas, part, detail);
  if (detail.level !== "sections") {
    const { left, top, right, bottom } = box ?? visibleBox(part.view, part.frame);
    const seats = { left: left - REACH, top: top - REACH, right: right + REACH, bottom: bottom + REACH };
    drawSeats(canvas, part, detail, scene.hall.grid.within(seats));
  }
  canvas.restore();
}

/** From here on, drawing is limited to the box, rounded out to whole device pixels. */
function clip(canvas: Canvas, { view: { scale, left, top }, pixelRatio }: Scene, box: Box): void {
  const unit = scale * pixelRatio;
  canvas.setTransform(1, 0, 0, 1, 0, 0);
  canvas.beginPath();
  canvas.rect(
    Math.floor((box.left - left) * unit),
    Math.floor((box.top - top) * unit),
    Math.ceil((box.right - box.left) * unit) + 1,
    Math.ceil((box.bottom - box.top) * unit) + 1,
  );
  canvas.clip();
}

/** The scene as seen through a tile. */
function partOf({ column, row }: Tile, scene: Scene): Scene {
  const { view: { scale }, pixelRatio } = scene;
  const unit = scale * pixelRatio;
  const view = { scale, left: column * SIDE / unit, top: row * SIDE / unit };
  return { ...scene, view, frame: { width: SIDE / pixelRatio, height: SIDE / pixelRatio } };
}

function drawGround(canvas: Canvas, scene: Scene, detail: Detail): void {
  canvas.setTransform(1, 0, 0, 1, 0, 0);
  canvas.fillStyle = scene.colours.ground;
  canvas.fillRect(0, 0, canvas.canvas.width, canvas.canvas.height);
  setChartUnits(canvas, scene);
  drawShapes(canvas, scene);
  drawBlocks(canvas, scene, detail);
}

/** From here on, the canvas uses chart units. */
function setChartUnits(canvas: Canvas, { view: { scale, left, top }, pixelRatio }: Scene): void {
  const unit = scale * pixelRatio;
  canvas.setTransform(unit, 0, 0, unit, -left * unit, -top * unit);
}

/** Shows a layer's tiles in the view, stretched if they were drawn for another scale. */
function showLayer(canvas: Canvas, { view, pixelRatio, frame }: Scene, layer: Layer): void {
  const unit = view.scale * pixelRatio;
  const side = SIDE * unit / layer.unit;
  const [x, y] = [Math.round(view.left * unit), Math.round(view.top * unit)];
  for (const { column, row, picture } of layer.tiles.values()) {
    const [left, top] = [Math.round(column * side) - x, Math.round(row * side) - y];
    const [right, bottom] = [Math.round((column + 1) * side) - x, Math.round((row + 1) * side) - y];
    if (right < 0 || bottom < 0 || left > frame.width * pixelRatio || top > frame.height * pixelRatio) {
      continue;
    }
    canvas.drawImage(picture, left, top, right - left, bottom - top);
  }
}

function picturesOf({ tiles }: Layer): HTMLCanvasElement[] {
  return [...tiles.values()].map(({ picture }) => picture);
}

function boxAround(x: number, y: number, reach: number): Box {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

/** Whether a layer has a tile, even an outdated one, for everything in view. */
function covers({ unit, tiles }: Layer, scene: Scene): boolean {
  return unit > 0 && tiles.size > 0 &&
    cellsOf(visibleBox(scene.view, scene.frame), unit).every(({ key }) => tiles.has(key));
}

/** The tiles that a box of the chart touches, row by row. `unit`: device pixels per chart unit. */
export function cellsOf(
  { left, top, right, bottom }: Box,
  unit: number,
): { column: number; row: number; key: string }[] {
  const at = (value: number) => Math.floor(value * unit / SIDE);
  const cells = [];
  for (let row = at(top); row <= at(bottom); row++) {
    for (let column = at(left); column <= at(right); column++) {
      cells.push({ column, row, key: `${column}/${row}` });
    }
  }
  return cells;
}
