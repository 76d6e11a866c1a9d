/** What a pointer means on the map. Pure. */
import { DOUBLE_TAP_MS } from "../canvas/gestures.ts";
import { type Block, blockAt } from "../canvas/hall.ts";
import { detailOf, isFar, type Position, toChart, type View } from "../canvas/viewport.ts";
import type { KnownSeats } from "./known_seats.ts";

/** A finger is less exact than a mouse: how far from a seat a tap still means it, in CSS pixels. */
const REACH_PIXELS = 16;

/** A seat by index, or a block. */
export type Target = { seat: number; block?: undefined } | { seat?: undefined; block: Block };

/** The seat near a point of the frame, where single seats are drawn; else the block. Null where nothing can be picked. */
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
  /** A seat was tapped. It may turn out to be half of two taps within `waitMs`: then it is tapped again. */
  onSeat(index: number, waitMs: number): void;
  /** A standing area was tapped; -1: that tap was half of two. */
  onArea(areaId: string, change: 1 | -1): void;
}

/** Taps on seats and standing areas, which a second tap takes back when the two together mean to go nearer. */
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

  /** The second tap of two; whether it means to go nearer. A mouse that clicks a seat twice means it once. */
  doubleTap(isTouch: boolean): boolean {
    if (this.#undo && !isTouch) return false;
    this.#undo?.();
    this.#undo = null;
    return true;
  }
}
