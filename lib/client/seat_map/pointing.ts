/** What a tap or a click on the map means. Pure. */
import { DOUBLE_TAP_MS } from "../canvas/gestures.ts";
import { type Block, blockAt } from "../canvas/hall.ts";
import { detailOf, isFar, type Position, toChart, type View } from "../canvas/viewport.ts";
import type { KnownSeats } from "./known_seats.ts";

/** How far from a seat a tap still counts, in CSS pixels: a finger is less precise than a mouse. */
const REACH_PIXELS = 16;

/** A seat by index, or a block. */
export type Target = { seat: number; block?: undefined } | { seat?: undefined; block: Block };

/**
 * The seat near a point in the frame where individual seats are drawn, otherwise the block. Null where nothing can be
 * picked.
 */
export function targetAt(known: KnownSeats, view: View, at: Position): Target | null {
  const hall = known.hall!;
  const point = toChart(view, at);
  const { level, seatPixels } = detailOf(view);
  const reach = Math.min(Math.max(REACH_PIXELS, seatPixels / 2), seatPixels * 1.2) / view.scale;
  const seat = level === "sections" ? null : hall.grid.nearest(point, reach, known.isSeatOnFloor);
  if (seat !== null) return { seat };
  const block = blockAt(hall, point, ({ id }) => known.isOnFloor(id));
  return block && (block.area || isFar(view)) ? { block } : null;
}

export interface TapHandlers {
  /** A seat was tapped. If this turns out to be half of a double tap, it is tapped again within `waitMs`. */
  onSeat(index: number, waitMs: number): void;
  /** A standing area was tapped; -1 undoes the first tap of a double tap. */
  onArea(areaId: string, change: 1 | -1): void;
}

/** Taps on seats and standing areas. The second tap of a double tap undoes the first. */
export class Taps {
  readonly #handlers: TapHandlers;
  #undo: (() => void) | null = null;

  constructor(handlers: TapHandlers) {
    this.#handlers = handlers;
  }

  tap(target: Target | null, isTouch: boolean): void {
    const { onSeat, onArea } = this.#handlers;
    this.#undo = null;
    if (target?.seat !== undefined) {
      const tapSeat = () => onSeat(target.seat, isTouch ? DOUBLE_TAP_MS : 0);
      this.#undo = tapSeat;
      tapSeat();
    } else if (target?.block.area) {
      const { id } = target.block.area;
      this.#undo = () => onArea(id, -1);
      onArea(id, 1);
    }
  }

  /** Handles the second tap of two. Returns whether it zooms in: a mouse double-click on a seat is one click. */
  doubleTap(isTouch: boolean): boolean {
    if (this.#undo && !isTouch) return false;
    this.#undo?.();
    this.#undo = null;
    return true;
  }
}
