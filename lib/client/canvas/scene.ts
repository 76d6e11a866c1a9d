/** What the map is drawn from, and what all drawing code shares. */
import type { Polygon } from "@/lib/charts/chart.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import type { MapColours } from "./colours.ts";
import type { Block, Hall } from "./hall.ts";
import type { Size, View } from "./viewport.ts";

/** How a seat looks: its status, or `m` when it is the buyer's own. */
export type SeatState = SeatStatus | "m";

/** A recent change in a seat's look. */
export interface Change {
  before: SeatState;
  /** Milliseconds of `performance.now()`. */
  since: number;
  /** Lost to another buyer: it shakes once. */
  isLost: boolean;
}

/** A block's name, a short form of it, and further lines if there is room. */
export interface BlockLabel {
  name: string;
  short: string;
  lines: string[];
}

export interface Scene {
  hall: Hall;
  view: View;
  /** The canvas size in CSS pixels. */
  frame: Size;
  pixelRatio: number;
  colours: MapColours;
  stateOf(index: number): SeatState;
  mine: ReadonlySet<number>;
  /** The indexes of the seats with the keyboard focus and under the pointer. */
  focused: number | null;
  hovered: number | null;
  /** Whether a zone's seats in a section are drawn at full strength, rather than filtered out. */
  isHighlighted(zone: string, section: string): boolean;
  changes: ReadonlyMap<number, Change>;
  /** Milliseconds of `performance.now()`. */
  now: number;
  labelOf(block: Block): BlockLabel;
  /** The zone's letter where colour alone cannot tell zones apart; otherwise empty. */
  letterOf(zone: string): string;
}

export type Canvas = CanvasRenderingContext2D;

/** Makes a polygon the current path. */
export function tracePolygon(canvas: Canvas, polygon: Polygon): void {
  canvas.beginPath();
  polygon.forEach(([x, y], at) => at === 0 ? canvas.moveTo(x, y) : canvas.lineTo(x, y));
  canvas.closePath();
}

/** The page's own font at a size in chart units. */
export function fontOf(weight: number, size: number): string {
  return `${weight} ${size}px "Bricolage Grotesque", system-ui, sans-serif`;
}
