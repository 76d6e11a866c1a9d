/**
 * The hall as square pictures that are drawn once and then only moved, so that a frame costs the same in a hall of 50,000
 * seats as in one of 60. Pictures are drawn when they come into sight, a few in a frame; while they are missing, those of
 * the last size stand in for them, stretched, and under these a small picture of the whole hall.
 */
import { drawBlocks, fullnessOf } from "./draw_blocks.ts";
import { drawSeats, writeRows } from "./draw_seats.ts";
import { drawShapes } from "./draw_shapes.ts";
import type { Canvas, Scene } from "./scene.ts";
import { type Box, boxInSight, type Detail, detailOf, fitView, SEAT_UNITS, type View } from "./viewport.ts";

/** The side of a picture, in pixels of the device. */
const SIDE = 512;
/** So long pictures are drawn in one frame; at least one is. */
const BUDGET_MS = 5;
/** Pictures of another size are drawn when the size has stayed the same for so long. */
const SETTLE_MS = 90;
/** How often pictures follow the numbers that are written on blocks. */
const NUMBERS_MS = 250;
/** So many pictures are kept at least; of more only those in sight. */
const KEPT_MIN = 30;
/** How far the mark of a seat reaches from its middle, in chart units. */
const REACH = SEAT_UNITS * 0.6;

interface Tile {
  column: number;
  row: number;
  /** What lies under the seats. */
  ground: HTMLCanvasElement;
  /** The ground with the seats; from afar, where there are none, the same picture. */
  whole: HTMLCanvasElement;
  /** The look of all that it was drawn with. */
  look: string;
}

/** The pictures of one size. */
interface Layer {
  /** Pixels of the device per chart unit. */
  unit: number;
  tiles: Map<string, Tile>;
}

export class Tiles {
  #layer: Layer = { unit: 0, tiles: new Map() };
  /** Shown until the layer is whole. */
  #former: Layer = this.#layer;
  #backdrop: { canvas: HTMLCanvasElement; view: View; look: string } | null = null;
  /** Seats by index whose picture is out of date. */
  readonly #touched = new Set<number>();
  /** Counts how often everything had to be drawn anew. */
  #renewals = 0;
  #unit = 0;
  #unitSince = -Infinity;
  /** A canvas that nobody sees, to show a picture on. */
  readonly #shown = contextOf(newPicture(1));
  /** What blocks look like, as the pictures follow it. */
  #fullness = { text: "", since: -Infinity };

  /** Has a seat drawn anew. */
  touch(index: number): void {
    this.#touched.add(index);
  }

  /** Has everything drawn anew; what there is stays in sight meanwhile. */
  renew(): void {
    this.#renewals++;
  }

  /** A picture of the whole hall without its seats, and the view that it was drawn in. */
  get backdrop(): { canvas: HTMLCanvasElement; view: View } | null {
    return this.#backdrop;
  }

  /** Fills the canvas with what lies still. Answers whether nothing is missing. */
  draw(canvas: Canvas, scene: Scene, detail: Detail): boolean {
    const unit = scene.pixelRatio * scene.view.scale;
    const isSettled = this.#settle(unit, scene.now);
    const isCurrent = this.#follow(scene, detail);
    this.#renewBackdrop(scene);
    const isWhole = isSettled && this.#fill(scene, detail, unit);
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    if (!covers(this.#layer, scene)) {
      if (!covers(this.#former, scene)) this.#showBackdrop(canvas, scene);
      if (this.#former !== this.#layer) showLayer(canvas, scene, this.#former);
    }
    showLayer(canvas, scene, this.#layer);
    return isWhole && isCurrent;
  }

  /** Draws what is missing or out of date, as far as there is time. Answers whether nothing is any more. */
  #fill(scene: Scene, detail: Detail, unit: number): boolean {
    const startedAt = performance.now();
    this.#patch(scene, detail);
    const { tiles } = this.#layer;
    const look = `${this.#renewals} ${this.#fullness.text}`;
    const cells = cellsOf(boxInSight(scene.view, scene.frame), unit);
    for (const { column, row, key } of cells) {
      const tile = tiles.get(key);
      if (tile?.look === look) continue;
      if (performance.now() - startedAt > BUDGET_MS) return false;
      const drawn = drawTile(tile ?? newTile(column, row), scene, detail, look);
      // What is drawn is only written down until it is shown; so its painting counts against the budget, too.
      this.#shown.drawImage(drawn.whole, 0, 0, 1, 1, 0, 0, 1, 1);
      tiles.set(key, drawn);
    }
    this.#former = this.#layer;
    this.#prune(cells.map(({ key }) => key));
    return true;
  }

  /** Follows how full the blocks are, not at each change. Answers whether the pictures know of the last one. */
  #follow(scene: Scene, detail: Detail): boolean {
    const text = fullnessOf(scene, detail);
    if (text === this.#fullness.text) return true;
    if (scene.now - this.#fullness.since < NUMBERS_MS) return false;
    this.#fullness = { text, since: scene.now };
    return true;
  }

  /** Begins a new layer when the map has stopped zooming. Answers whether the layer is of the size that is shown. */
  #settle(unit: number, now: number): boolean {
    if (unit === this.#layer.unit) return true;
    if (unit !== this.#unit) {
      this.#unit = unit;
      this.#unitSince = now;
    }
    const isFirst = this.#layer.unit === 0;
    if (!isFirst && now - this.#unitSince < SETTLE_MS) return false;
    // What stands in is what shows more: the last layer that was whole, or the newest.
    if (this.#former.tiles.size <= this.#layer.tiles.size) this.#former = this.#layer;
    this.#layer = { unit, tiles: new Map() };
    this.#touched.clear();
    return true;
  }

  /** Draws the touched seats anew where they are in a picture. */
  #patch(scene: Scene, detail: Detail): void {
    const { hall: { chart, grid } } = scene;
    const { unit, tiles } = this.#layer;
    if (detail.level !== "sections") {
      for (const index of this.#touched) {
        const { x, y } = chart.seats[index];
        const box = boxAround(x, y, REACH);
        for (const { key } of cellsOf(box, unit)) {
          const tile = tiles.get(key);
          if (tile) patchTile(tile, scene, detail, box, grid.within(boxAround(x, y, 2 * REACH)));
        }
      }
    }
    this.#touched.clear();
  }

  #renewBackdrop(scene: Scene): void {
    const { hall: { chart }, frame } = scene;
    const view = fitView(chart, frame);
    const detail = { ...detailOf(view), blocks: 1 };
    const look = `${this.#renewals} ${frame.width} ${frame.height} ${this.#fullness.since}`;
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

  #prune(inSight: string[]): void {
    const { tiles } = this.#layer;
    if (tiles.size <= Math.max(KEPT_MIN, 2 * inSight.length)) return;
    for (const key of tiles.keys()) if (!inSight.includes(key)) tiles.delete(key);
  }
}

function contextOf(canvas: HTMLCanvasElement): Canvas {
  return canvas.getContext("2d", { alpha: false })!;
}

function newTile(column: number, row: number): Tile {
  const ground = newPicture();
  return { column, row, ground, whole: ground, look: "" };
}

function newPicture(side = SIDE): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  return canvas;
}

/** Draws the whole of a picture. */
function drawTile(tile: Tile, scene: Scene, detail: Detail, look: string): Tile {
  const part = partOf(tile, scene);
  drawGround(contextOf(tile.ground), part, detail);
  if (detail.level !== "sections") {
    if (tile.whole === tile.ground) tile.whole = newPicture();
    const canvas = contextOf(tile.whole);
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    canvas.drawImage(tile.ground, 0, 0);
    drawTileSeats(
      canvas,
      part,
      detail,
      scene.hall.grid.within(boxInSight(part.view, part.frame, REACH * part.view.scale)),
    );
  }
  tile.look = look;
  return tile;
}

/** Draws a box of a picture anew: the ground, and on it these seats. */
function patchTile(tile: Tile, scene: Scene, detail: Detail, box: Box, seats: number[]): void {
  if (tile.whole === tile.ground) return;
  const part = partOf(tile, scene);
  const { scale, left, top } = part.view;
  const unit = scale * part.pixelRatio;
  const [x, y] = [Math.floor((box.left - left) * unit), Math.floor((box.top - top) * unit)];
  const side = Math.ceil((box.right - box.left) * unit) + 1;
  const canvas = contextOf(tile.whole);
  canvas.save();
  canvas.setTransform(1, 0, 0, 1, 0, 0);
  canvas.beginPath();
  canvas.rect(x, y, side, side);
  canvas.clip();
  canvas.drawImage(tile.ground, x, y, side, side, x, y, side, side);
  drawTileSeats(canvas, part, detail, seats);
  canvas.restore();
}

/** The scene as it is seen through a picture. */
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
  look(canvas, scene);
  drawShapes(canvas, scene);
  drawBlocks(canvas, scene, detail);
  writeRows(canvas, scene, detail);
}

function drawTileSeats(canvas: Canvas, scene: Scene, detail: Detail, seats: number[]): void {
  look(canvas, scene);
  drawSeats(canvas, scene, detail, seats);
}

/** From here on the canvas is drawn on in chart units. */
function look(canvas: Canvas, { view: { scale, left, top }, pixelRatio }: Scene): void {
  const unit = scale * pixelRatio;
  canvas.setTransform(unit, 0, 0, unit, -left * unit, -top * unit);
}

/** Shows what there is of a layer in the view, stretched if it was drawn for another size. */
function showLayer(canvas: Canvas, { view, pixelRatio, frame }: Scene, layer: Layer): void {
  const unit = view.scale * pixelRatio;
  const side = SIDE * unit / layer.unit;
  const [x, y] = [Math.round(view.left * unit), Math.round(view.top * unit)];
  for (const { column, row, whole } of layer.tiles.values()) {
    const [left, top] = [Math.round(column * side) - x, Math.round(row * side) - y];
    const [right, bottom] = [Math.round((column + 1) * side) - x, Math.round((row + 1) * side) - y];
    if (right < 0 || bottom < 0 || left > frame.width * pixelRatio || top > frame.height * pixelRatio) {
      continue;
    }
    canvas.drawImage(whole, left, top, right - left, bottom - top);
  }
}

function boxAround(x: number, y: number, reach: number): Box {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

/** Whether a layer has a picture, if an old one, of all that is in sight. */
function covers({ unit, tiles }: Layer, scene: Scene): boolean {
  return unit > 0 && tiles.size > 0 &&
    cellsOf(boxInSight(scene.view, scene.frame), unit).every(({ key }) => tiles.has(key));
}

/** The pictures that a box of the chart lies in, row by row. `unit`: pixels of the device per chart unit. */
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
