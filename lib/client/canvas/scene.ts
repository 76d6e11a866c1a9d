/** What a picture of the map is drawn from, and what all drawing shares. */
import type { Polygon } from "@/lib/charts/chart.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import type { MapColours } from "./colours.ts";
import type { Block, Hall } from "./hall.ts";
import type { Size, View } from "./viewport.ts";

/** How a seat looks: its status, or `m` when it is the buyer's own. */
export type SeatState = SeatStatus | "m";

/** A seat that looks different since a moment ago. */
export interface Change {
  before: SeatState;
  /** Milliseconds of `performance.now()`. */
  since: number;
  /** It was lost to someone else: it shakes once. */
  isLost: boolean;
}

/** A block's name, a short form of it, and more lines if there is room. */
export interface BlockLabel {
  name: string;
  short: string;
  lines: string[];
}

export interface Scene {
  hall: Hall;
  view: View;
  /** Of the canvas, in CSS pixels. */
  frame: Size;
  pixelRatio: number;
  colours: MapColours;
  stateOf(index: number): SeatState;
  mine: ReadonlySet<number>;
  /** Seats by index that the keyboard and the pointer are on. */
  focused: number | null;
  hovered: number | null;
  /** Whether seats of a zone in a section are drawn strongly: others are not asked for. */
  isHighlighted(zone: string, section: string): boolean;
  changes: ReadonlyMap<number, Change>;
  /** Milliseconds of `performance.now()`. */
  now: number;
  labelOf(block: Block): BlockLabel;
  /** The letter of a zone, where colours alone do not tell zones apart; else nothing. */
  letterOf(zone: string): string;
}

export type Canvas = CanvasRenderingContext2D;

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
