/** The map on its canvas: what it shows and what is under the pointer. It draws only when something has changed. */
import type { Point } from "@/lib/charts/chart.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { Camera } from "../canvas/camera.ts";
import { type MapColours, readColours } from "../canvas/colours.ts";
import { drawMap } from "../canvas/draw.ts";
import { CHANGE_MS, SHAKE_MS } from "../canvas/draw_seats.ts";
import { listenForGestures } from "../canvas/gestures.ts";
import type { Block } from "../canvas/hall.ts";
import { type Canvas, type Change, fontOf, type Scene } from "../canvas/scene.ts";
import { Tiles } from "../canvas/tiles.ts";
import { boxOf, detailOf, type Position, type Size, visibleBox } from "../canvas/viewport.ts";
import type { KnownSeats } from "./known_seats.ts";
import { type TapHandlers, Taps, type Target, targetAt } from "./pointing.ts";

/** What is under the pointer, and where. */
export type PointTarget = Target & {
  at: Position;
  /** The canvas size in CSS pixels. */
  frame: Size;
};

export interface MapViewOptions extends TapHandlers {
  /** Its hall is already loaded. */
  known: KnownSeats;
  /** Null when there is nothing under the pointer. */
  onPoint(target: PointTarget | null): void;
  /** Whether part of the hall is now out of sight. */
  onZoom(isZoomedIn: boolean): void;
}

/** The seat size from which rows get letters, in CSS pixels. */
const ROWS_FROM_PIXELS = 17;

/** Never disposed of: it lives as long as its page. */
export class MapView {
  /** Called after each frame drawn. */
  onDrawn: ((scene: Scene, tiles: Tiles) => void) | null = null;
  readonly #canvas: HTMLCanvasElement;
  readonly #options: MapViewOptions;
  readonly #camera: Camera;
  readonly #tiles = new Tiles();
  readonly #changes = new Map<number, Change>();
  /** Matches where colour alone cannot tell zones apart. */
  readonly #plain = matchMedia("(forced-colors: active), (prefers-contrast: more)");
  readonly #taps: Taps;
  #rows: typeof import("../canvas/row_letters.ts") | null = null;
  #colours: MapColours;
  #hovered: number | null = null;
  #focused: number | null = null;
  #zones: ReadonlySet<string> | null = null;
  /** The last scene drawn. */
  #shown: Scene | null = null;
  #drawing = 0;
  /** The timer that draws a frame unless something else does first. */
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, options: MapViewOptions) {
    this.#canvas = canvas;
    this.#options = options;
    this.#colours = readColours(canvas);
    new ResizeObserver(() => this.#resize()).observe(canvas);
    for (const query of [matchMedia("(prefers-color-scheme: dark)"), this.#plain]) {
      query.addEventListener("change", this.#recolour);
    }
    const { known, onZoom } = options;
    this.#taps = new Taps(options);
    const camera = this.#camera = new Camera(known.hall!.chart, () => this.#draw(), onZoom);
    listenForGestures(canvas, {
      onPan: (dx, dy) => camera.pan(dx, dy),
      onZoom: (factor, at) => camera.zoom(factor, at),
      onTap: (at, isTouch) => this.#tap(at, isTouch),
      onDoubleTap: (factor, at, isTouch) => {
        if (this.#taps.doubleTap(isTouch)) camera.zoomTo(factor, at);
      },
      onPoint: (at) => this.#point(at),
    });
    document.fonts?.ready.then(() => this.#renew());
  }

  /** Draws a frame even if nothing has changed. */
  redraw(): void {
    this.#draw();
  }

  /** Shows all known statuses, or only those of these seats, cross-fading from their previous ones. */
  showStatuses(changed?: [index: number, before: SeatStatus][]): void {
    if (!changed) this.#tiles.renew();
    for (const [index, before] of changed ?? []) {
      if (!this.#options.known.mine.has(index)) this.#fade(index, { before });
    }
    this.#draw();
  }

  /** Shows the buyer's current seats; those in `lost` shake. */
  showMine(before: ReadonlySet<number>, lost: readonly number[] = []): void {
    const { mine, statuses } = this.#options.known;
    for (const index of new Set([...mine, ...before])) {
      if (mine.has(index) === before.has(index)) continue;
      this.#fade(index, { before: before.has(index) ? "m" : statuses?.[index] ?? "a" });
    }
    for (const index of lost) this.#fade(index, { before: "m", isLost: true });
    this.#draw();
  }

  /** Highlights these zones, or all for null; with `shouldMove`, also moves to them, or to the whole hall. */
  showZones(zones: ReadonlySet<string> | null, shouldMove: boolean): void {
    this.#zones = zones;
    this.#renew();
    if (!shouldMove) return;
    this.#goTo((block) => block.zones.some((zone) => zones?.has(zone)));
  }

  /** Shows the chosen floor, and moves to it. */
  showFloor(): void {
    const { known } = this.#options;
    this.#renew();
    this.#goTo((block) => known.floor !== null && known.isOnFloor(block.id));
  }

  /** Moves to these blocks, or to the whole hall if there are none. */
  #goTo(isWanted: (block: Block) => boolean): void {
    const blocks = this.#options.known.hall!.blocks.filter(isWanted);
    const corners = blocks.flatMap(({ box }): Point[] => [[box.left, box.top], [box.right, box.bottom]]);
    if (corners.length === 0) this.fit();
    else this.#camera.fitBox(boxOf(corners));
  }

  /** Puts the focus ring on a seat and brings it into view; null removes it. */
  focus(index: number | null): void {
    this.#focused = index;
    if (index !== null) this.show([index]);
    this.#draw();
  }

  /** Brings seats into view, close enough to be told apart. */
  show(seats: readonly number[]): void {
    this.#camera.show(seats);
  }

  /** Centres a point of the chart. */
  lookAt(point: Position): void {
    this.#camera.lookAt(point);
  }

  /** Zooms by a factor, around the seat with the keyboard focus if it is in view, otherwise around the middle. */
  zoomBy(factor: number): void {
    const { width, height } = this.#camera.frame;
    const { focused } = this.#options.known;
    const at = focused === null ? null : this.#camera.positionOf(focused);
    const seats = this.#focused === null ? [] : [this.#focused];
    this.#camera.zoomTo(factor, at ?? { x: width / 2, y: height / 2 }, seats);
  }

  fit(): void {
    this.#camera.fit();
  }

  #tap(at: Position, isTouch: boolean): void {
    const target = this.#targetAt(at);
    const { seat, block } = target ?? {};
    if (seat !== undefined) this.#camera.pinned = [seat];
    this.#taps.tap(target, isTouch);
    // Touch has no hover to say why a seat isn't free.
    if (seat !== undefined && isTouch && !"am".includes(this.#options.known.stateOf(seat))) this.#point(at);
    if (block && !block.area) this.#camera.approach(at);
  }

  #point(at: Position | null): void {
    const target = at && this.#targetAt(at);
    const seat = target?.seat ?? null;
    if (seat !== this.#hovered) this.#draw();
    this.#hovered = seat;
    this.#canvas.style.cursor = target ? "pointer" : "grab";
    this.#options.onPoint(target && at ? { ...target, at, frame: this.#camera.frame } : null);
  }

  #targetAt(at: Position): Target | null {
    const { view } = this.#camera;
    return view && targetAt(this.#options.known, view, at);
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const isFirst = this.#camera.view === null;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.#camera.resize({ width, height }, this.#canvas.getBoundingClientRect().top + scrollY);
    // A floor may have been chosen before there was a frame to show it in.
    if (isFirst && this.#options.known.floor !== null) this.showFloor();
    // Resizing a canvas clears it.
    this.#drawNow(performance.now());
  }

  readonly #recolour = () => {
    this.#colours = readColours(this.#canvas);
    this.#renew();
  };

  #renew(): void {
    this.#tiles.renew();
    this.#draw();
  }

  #fade(index: number, change: { before: Change["before"]; isLost?: boolean }): void {
    this.#tiles.touch(index);
    if (this.#camera.reducesMotion) return;
    this.#changes.set(index, { isLost: false, ...change, since: performance.now() });
  }

  #draw(): void {
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame(() => this.#drawNow(performance.now()));
  }

  #drawNow(now: number): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    clearTimeout(this.#waiting);
    const canvas = this.#canvas.getContext("2d", { alpha: false });
    this.#camera.travel(now);
    const { view, frame, isTravelling } = this.#camera;
    if (!canvas || !view) return;
    for (const [index, { since, isLost }] of this.#changes) {
      if (now - since <= (isLost ? SHAKE_MS : CHANGE_MS)) continue;
      this.#changes.delete(index);
      this.#tiles.touch(index);
    }
    const { known } = this.#options;
    const scene: Scene = {
      hall: known.hall!,
      view,
      frame,
      pixelRatio: this.#canvas.width / frame.width,
      colours: this.#colours,
      stateOf: (index) => known.stateOf(index),
      mine: known.mine,
      focused: this.#focused,
      hovered: this.#hovered,
      isHighlighted: (zone, section) => (this.#zones?.has(zone) ?? true) && known.isOnFloor(section),
      changes: this.#changes,
      now,
      labelOf: known.labelOf,
      letterOf: (zone) => this.#plain.matches ? known.zone(zone).letter : "",
    };
    const waitMs = this.#tiles.prepare(scene);
    // While tiles are being drawn, the screen already shows their stand-ins; showing those again would only take time.
    if (waitMs > 0 || !this.#isShown(scene)) {
      drawMap(canvas, scene, this.#tiles);
      if (detailOf(view).seatPixels >= ROWS_FROM_PIXELS) this.#writeRows(canvas, scene);
      this.onDrawn?.(scene, this.#tiles);
      this.#shown = scene;
    }
    if (waitMs === 0 || isTravelling || this.#changes.size > 0) this.#draw();
    else if (waitMs < Infinity) this.#waiting = setTimeout(() => this.#draw(), waitMs);
  }

  /** Whether the screen already shows this scene, apart from tiles that may be out of date. */
  #isShown({ view, mine, hovered, focused, changes }: Scene): boolean {
    const shown = this.#shown;
    return view === shown?.view && mine === shown.mine && hovered === shown.hovered &&
      focused === shown.focused && changes.size === 0;
  }

  /** Written every time, because the letters stick to the frame's edges. */
  #writeRows(canvas: Canvas, scene: Scene): void {
    if (this.#rows) {
      const { hall: { grid }, view, frame } = scene;
      canvas.font = fontOf(600, Math.min(9 * view.scale, 14));
      return this.#rows.writeRows(canvas, scene, grid.within(visibleBox(view, frame)));
    }
    import("../canvas/row_letters.ts").then((part) => {
      this.#rows = part;
      this.#shown = null;
      this.#draw();
    }, () => {
      // No network: the next frame tries again.
    });
  }
}
