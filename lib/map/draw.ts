/** Draws the map. All is in chart units under one transform; what must keep its size on the screen divides by the scale. */
import type { SeatStatus } from "@/lib/seats/board.ts";
import type { Polygon } from "@/lib/seats/chart.ts";
import { drawBlocks } from "./draw_blocks.ts";
import { drawSeats } from "./draw_seats.ts";
import { drawShapes } from "./draw_shapes.ts";
import type { MapColours } from "./colours.ts";
import type { Block, Hall } from "./hall.ts";
import { type Detail, detailOf, type Size, type View } from "./viewport.ts";

/** How a seat looks: its status, or `m` when it is the buyer's own. */
export type Look = SeatStatus | "m";

/** A seat that looks different since a moment ago. */
export interface Change {
  before: Look;
  /** Milliseconds of `performance.now()`. */
  since: number;
  /** It was lost to someone else: it shakes once. */
  isLost: boolean;
}

export interface Scene {
  hall: Hall;
  view: View;
  /** Of the canvas, in CSS pixels. */
  frame: Size;
  pixelRatio: number;
  colours: MapColours;
  /** Null until the stream has told. */
  statuses: readonly SeatStatus[] | null;
  mine: ReadonlySet<number>;
  /** Seats by index that the keyboard and the pointer are on. */
  focused: number | null;
  hovered: number | null;
  /** Only this zone is drawn strongly. */
  zone: string | null;
  changes: ReadonlyMap<number, Change>;
  /** Milliseconds of `performance.now()`. */
  now: number;
  /** What is written on a block: its name, a short form of it, and more lines if there is room. */
  wordsOf: (block: Block) => { name: string; short: string; lines: string[] };
}

export type Canvas = CanvasRenderingContext2D;

export function drawMap(canvas: Canvas, scene: Scene): void {
  const { view, frame, pixelRatio, colours } = scene;
  const detail: Detail = detailOf(view);
  canvas.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  canvas.fillStyle = colours.ground;
  canvas.fillRect(0, 0, frame.width, frame.height);
  const unit = pixelRatio * view.scale;
  canvas.setTransform(unit, 0, 0, unit, -view.left * unit, -view.top * unit);
  drawShapes(canvas, scene);
  drawBlocks(canvas, scene, detail);
  drawSeats(canvas, scene, detail);
}

/** Makes a polygon the current path. */
export function tracePolygon(canvas: Canvas, polygon: Polygon): void {
  canvas.beginPath();
  polygon.forEach(([x, y], at) => at === 0 ? canvas.moveTo(x, y) : canvas.lineTo(x, y));
  canvas.closePath();
}

/** The page's own face in a size of chart units. */
export function fontOf(weight: number, size: number): string {
  return `${weight} ${size}px "Bricolage Grotesque", system-ui, sans-serif`;
}
