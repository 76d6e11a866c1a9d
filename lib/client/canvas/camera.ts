/** Which part of the hall is shown: where the map is, where it is moving to, and which seats stay in view. */
import type { Chart, Point } from "@/lib/charts/chart.ts";
import {
  type Box,
  boxOf,
  fitBox,
  fitView,
  isFar,
  lookAt,
  panView,
  type Position,
  revealBox,
  SEAT_UNITS,
  SECTION_SEAT_PIXELS,
  type Size,
  toScreen,
  type View,
  viewBetween,
  zoomView,
} from "./viewport.ts";

/** How long the map takes to move to another view when it is not moved by hand. */
const MOVE_MS = 200;

export class Camera {
  /** Null until there is a frame. */
  view: View | null = null;
  /** The canvas size in CSS pixels. */
  frame: Size = { width: 0, height: 0 };
  /** The frame's top edge on the page, in CSS pixels. */
  #top = 0;
  #journey: { from: View; to: View; since: number } | null = null;
  #isZoomedIn = false;
  /** Seats that stay in view until the map is moved by hand. */
  pinned: readonly number[] = [];
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #chart: Chart;
  readonly #onMove: () => void;
  readonly #onZoom: (isZoomedIn: boolean) => void;
  readonly #now: () => number;

  /**
   * `onMove`: another view needs drawing. `onZoom`: whether part of the hall is now out of sight. `now`: the clock for
   * {@link travel}, in milliseconds.
   */
  constructor(
    chart: Chart,
    onMove: () => void,
    onZoom: (isZoomedIn: boolean) => void,
    now = () => performance.now(),
  ) {
    this.#now = now;
    this.#chart = chart;
    this.#onMove = onMove;
    this.#onZoom = onZoom;
  }

  get reducesMotion(): boolean {
    return this.#still.matches;
  }

  /** Whether the map is moving to another view. */
  get isTravelling(): boolean {
    return this.#journey !== null;
  }

  /** Moves by pixels, as dragged by hand. */
  pan(dx: number, dy: number): void {
    this.#moveByHand((view) => panView(view, dx, dy, this.#chart, this.frame));
  }

  /** Zooms by a factor, by hand; returns whether that was possible. */
  zoom(factor: number, at: Position): boolean {
    return this.#moveByHand((view) => zoomView(view, factor, at, this.#chart, this.frame));
  }

  lookAt(point: Position): void {
    this.#moveByHand((view) => lookAt(view, point, this.#chart, this.frame));
  }

  /** Moves to a view zoomed by a factor around a point of the frame, with these seats in view. */
  zoomTo(factor: number, at: Position, seats: readonly number[] = []): void {
    this.#travelTo((view) => this.#reveal(zoomView(view, factor, at, this.#chart, this.frame), seats));
  }

  /** Zooms in around a point of the frame until seats can be told apart. */
  approach(at: Position): void {
    this.#travelTo((view) => this.#near(view, at));
  }

  /** Moves to the whole hall. */
  fit(): void {
    this.#travelTo(() => fitView(this.#chart, this.frame));
  }

  fitBox(box: Box): void {
    this.#travelTo(() => fitBox(box, this.#chart, this.frame));
  }

  /** Moves to where these seats are in view, close enough to tell apart, and keeps them there. */
  show(seats: readonly number[]): void {
    this.pinned = seats;
    this.#travelTo((view) => {
      const { left, top, right, bottom } = this.#boxAround(seats);
      const middle = toScreen(view, { x: (left + right) / 2, y: (top + bottom) / 2 });
      return this.#reveal(isFar(view) ? this.#near(view, middle) : view, seats);
    });
  }

  /** Where a seat is in the frame; null when it is out of sight. */
  positionOf(seat: number): Position | null {
    const { x, y } = toScreen(this.view!, this.#chart.seats[seat]);
    return x > 0 && y > 0 && x < this.frame.width && y < this.frame.height ? { x, y } : null;
  }

  /** The frame's size or its position on the page has changed: what lies under a finger stays there. */
  resize(frame: Size, top: number): void {
    const moved = this.#top - top;
    this.#top = top;
    this.frame = frame;
    const fitted = fitView(this.#chart, frame);
    this.view ??= fitted;
    const stay = (view: View) => panView(view, 0, moved, this.#chart, frame);
    if (this.#journey) {
      this.#journey.from = stay(this.#journey.from);
      this.#journey.to = stay(this.#journey.to);
    } else this.#move((view) => this.#isZoomedIn ? stay(view) : fitted);
    if (this.pinned.length > 0) this.#travelTo((view) => this.#reveal(view, this.pinned));
  }

  /** Advances a move. */
  travel(now: number): void {
    if (!this.#journey) return;
    const { from, to, since } = this.#journey;
    const part = Math.min((now - since) / MOVE_MS, 1);
    this.#setView(part === 1 ? to : viewBetween(from, to, 1 - (1 - part) ** 3));
    if (part === 1) this.#journey = null;
  }

  #near(view: View, at: Position): View {
    return zoomView(view, SECTION_SEAT_PIXELS / SEAT_UNITS / view.scale, at, this.#chart, this.frame);
  }

  #reveal(view: View, seats: readonly number[]): View {
    return seats.length === 0 ? view : revealBox(view, this.#boxAround(seats), this.#chart, this.frame);
  }

  #boxAround(seats: readonly number[]): Box {
    return boxOf(seats.map((seat): Point => [this.#chart.seats[seat].x, this.#chart.seats[seat].y]));
  }

  /** Moves to another view, computed from the target of any move under way. */
  #travelTo(next: (view: View) => View): void {
    if (!this.view) return;
    const to = next(this.#journey?.to ?? this.view);
    if (this.reducesMotion) this.#move(() => to);
    else this.#journey = { from: this.view, to, since: this.#now() };
    this.#onMove();
  }

  #moveByHand(next: (view: View) => View): boolean {
    this.pinned = [];
    return this.#move(next);
  }

  /** Changes the view at once; returns whether it has changed. */
  #move(next: (view: View) => View): boolean {
    this.#journey = null;
    const before = this.view;
    if (!before) return false;
    const view = next(before);
    this.#setView(view);
    this.#onMove();
    return view.scale !== before.scale || view.left !== before.left || view.top !== before.top;
  }

  #setView(view: View): void {
    this.view = view;
    const isZoomedIn = view.scale > fitView(this.#chart, this.frame).scale * 1.01;
    if (isZoomedIn !== this.#isZoomedIn) this.#onZoom(isZoomedIn);
    this.#isZoomedIn = isZoomedIn;
  }
}
