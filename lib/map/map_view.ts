/** The map on its canvas: what it shows, and what is pointed at. It draws when something has changed, and not else. */
import type { SeatStatus } from "@/lib/seats/board.ts";
import type { Point } from "@/lib/seats/chart.ts";
import { type MapColours, readColours } from "./colours.ts";
import { drawMap } from "./draw.ts";
import { CHANGE_MS, SHAKE_MS } from "./draw_seats.ts";
import { listenForGestures } from "./gestures.ts";
import { type Block, blockAt, type Hall } from "./hall.ts";
import type { KnownSeats } from "./known_seats.ts";
import type { Change, Scene } from "./scene.ts";
import { Tiles } from "./tiles.ts";
import {
  boxOf,
  detailOf,
  fitBox,
  fitView,
  lookAt,
  panView,
  type Position,
  revealPoint,
  SEAT_UNITS,
  type Size,
  toChart,
  toScreen,
  type View,
  viewBetween,
  zoomView,
} from "./viewport.ts";

/** What a pointer is on, and where. */
export interface PointTarget {
  seat?: number;
  block?: Block;
  at: Position;
  /** Of the canvas, in CSS pixels. */
  frame: Size;
}

export interface MapViewOptions {
  known: KnownSeats;
  hall: Hall;
  wordsOf: Scene["wordsOf"];
  onSeat(index: number): void;
  onArea(areaId: string): void;
  /** Null when the pointer is on nothing. */
  onPoint(target: PointTarget | null): void;
  /** Whether some of the hall is out of sight from now on. */
  onNear(isNear: boolean): void;
}

/** Seats are this large after one has gone to a section, in CSS pixels. */
const SECTION_SEAT_PIXELS = 26;
/** A finger is less exact than a mouse: how far from a seat a tap still means it, in CSS pixels. */
const REACH_PIXELS = 16;
/** How long the map takes to another view, when it is not moved by hand. */
const MOVE_MS = 200;

export class MapView {
  /** Called after each frame that was drawn. */
  onDrawn: ((scene: Scene, tiles: Tiles) => void) | null = null;
  readonly #canvas: HTMLCanvasElement;
  readonly #options: MapViewOptions;
  readonly #tiles = new Tiles();
  readonly #changes = new Map<number, Change>();
  readonly #observed: { disconnect(): void }[] = [];
  readonly #stopGestures: () => void;
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  #view: View | null = null;
  /** Where the map is going to by itself. */
  #journey: { from: View; to: View; since: number } | null = null;
  #isNear = false;
  #frame: Size = { width: 0, height: 0 };
  #colours: MapColours;
  #hovered: number | null = null;
  #focused: number | null = null;
  #zones: ReadonlySet<string> | null = null;
  /** What was drawn last. */
  #shown: Scene | null = null;
  #drawing = 0;
  /** Draws a frame later, if nothing else does before. */
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, options: MapViewOptions) {
    this.#canvas = canvas;
    this.#options = options;
    this.#colours = readColours(canvas);
    const resized = new ResizeObserver(() => this.#resize());
    resized.observe(canvas);
    const schemed = new MutationObserver(this.#recolour);
    schemed.observe(document.documentElement, { attributeFilter: ["data-scheme"] });
    this.#observed.push(resized, schemed);
    this.#dark.addEventListener("change", this.#recolour);
    this.#stopGestures = listenForGestures(canvas, {
      onPan: (dx, dy) => this.#move((view) => panView(view, dx, dy, this.#hall, this.#frame)),
      onZoom: (factor, at) => this.#move((view) => zoomView(view, factor, at, this.#hall, this.#frame)),
      onDoubleTap: (factor, at) => this.#go((view) => zoomView(view, factor, at, this.#hall, this.#frame)),
      onTap: (at) => this.#tap(at),
      onPoint: (at) => this.#point(at),
    });
    document.fonts?.ready.then(() => this.#renew());
  }

  close(): void {
    for (const observer of this.#observed) observer.disconnect();
    this.#dark.removeEventListener("change", this.#recolour);
    this.#stopGestures();
    cancelAnimationFrame(this.#drawing);
    clearTimeout(this.#waiting);
  }

  get #hall(): Size {
    return this.#options.hall.chart;
  }

  /** Draws a frame although nothing has changed. */
  redraw(): void {
    this.#draw();
  }

  /** Shows the statuses that are known now, all of them; or these seats, cross-fading from what they were. */
  showStatuses(changed?: [index: number, before: SeatStatus][]): void {
    if (!changed) this.#tiles.renew();
    for (const [index, before] of changed ?? []) {
      if (!this.#options.known.mine.has(index)) this.#fade(index, { before });
    }
    this.#draw();
  }

  /** Shows the seats that are the buyer's now; those in `lost` shake. */
  showMine(before: ReadonlySet<number>, lost: readonly number[] = []): void {
    const { mine, statuses } = this.#options.known;
    for (const index of new Set([...mine, ...before])) {
      if (mine.has(index) === before.has(index)) continue;
      this.#fade(index, { before: before.has(index) ? "m" : statuses?.[index] ?? "a" });
    }
    for (const index of lost) this.#fade(index, { before: "m", isLost: true });
    this.#draw();
  }

  /** Shows these zones strongly, and goes to them if `isNear`; null: all of them, and all of the hall. */
  showZones(zones: ReadonlySet<string> | null, isNear: boolean): void {
    this.#zones = zones;
    this.#renew();
    if (!isNear) return;
    this.#goTo((block) => block.zones.some((zone) => zones?.has(zone)));
  }

  /** Shows the floor that is known to be asked for, and goes there. */
  showFloor(): void {
    const { known } = this.#options;
    this.#renew();
    this.#goTo((block) => known.floor !== null && known.isOnFloor(block.id));
  }

  /** Goes to these blocks, or to all of the hall where there is none. */
  #goTo(isWanted: (block: Block) => boolean): void {
    const blocks = this.#options.hall.blocks.filter(isWanted);
    const corners = blocks.flatMap(({ box }): Point[] => [[box.left, box.top], [box.right, box.bottom]]);
    if (corners.length === 0) this.fit();
    else this.#go(() => fitBox(boxOf(corners), this.#hall, this.#frame));
  }

  /** Puts the keyboard's ring on a seat and moves it into sight; null takes it away. */
  focus(index: number | null): void {
    this.#focused = index;
    if (index !== null) this.show([index]);
    this.#draw();
  }

  /** Moves seats into sight, near enough to be made out. */
  show(seats: number[]): void {
    const box = boxOf(seats.map((index) => this.#pointOf(index)));
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    this.#go((view) => {
      const isFar = detailOf(view).seatPixels < SECTION_SEAT_PIXELS / 2;
      const near = isFar ? this.#near(view, toScreen(view, middle)) : view;
      return revealPoint(near, middle, this.#hall, this.#frame);
    });
  }

  #pointOf(index: number): Point {
    const { x, y } = this.#options.hall.chart.seats[index];
    return [x, y];
  }

  /** Puts a point of the chart into the middle. */
  lookAt(point: Position): void {
    this.#move((view) => lookAt(view, point, this.#hall, this.#frame));
  }

  zoomBy(factor: number): void {
    const middle = { x: this.#frame.width / 2, y: this.#frame.height / 2 };
    this.#go((view) => zoomView(view, factor, middle, this.#hall, this.#frame));
  }

  fit(): void {
    this.#go(() => fitView(this.#hall, this.#frame));
  }

  /** So near that seats can be told apart, around a point of the frame. */
  #near(view: View, at: Position): View {
    return zoomView(view, SECTION_SEAT_PIXELS / SEAT_UNITS / view.scale, at, this.#hall, this.#frame);
  }

  #tap(at: Position): boolean {
    const { seat, block } = this.#under(at) ?? {};
    if (seat !== undefined) this.#options.onSeat(seat);
    else if (block?.area) this.#options.onArea(block.area.id);
    else if (block && this.#view && detailOf(this.#view).seatPixels < SECTION_SEAT_PIXELS / 2) {
      this.#go((view) => this.#near(view, at));
    } else return false;
    return true;
  }

  #point(at: Position | null): void {
    const target = at && this.#under(at);
    const seat = target?.seat ?? null;
    if (seat !== this.#hovered) this.#draw();
    this.#hovered = seat;
    this.#canvas.style.cursor = target ? "pointer" : "grab";
    this.#options.onPoint(target && at ? { ...target, at, frame: this.#frame } : null);
  }

  /** The seat near a point, where single seats are drawn; else the block. */
  #under(at: Position): { seat?: number; block?: Block } | null {
    const view = this.#view;
    if (!view) return null;
    const { hall, known } = this.#options;
    const point = toChart(view, at);
    const { level, seatPixels } = detailOf(view);
    const reach = Math.min(Math.max(REACH_PIXELS, seatPixels / 2), seatPixels * 1.2) / view.scale;
    const seat = level === "sections" ? null : hall.grid.nearest(point, reach, known.isInSight);
    if (seat !== null) return { seat };
    const block = blockAt(hall, point, ({ id }) => known.isOnFloor(id));
    return block && (block.area || level === "sections" || seatPixels < SECTION_SEAT_PIXELS / 2)
      ? { block }
      : null;
  }

  /** Goes to another view, from the one that it is going to already. */
  #go(next: (view: View) => View): void {
    if (!this.#view) return;
    const to = next(this.#journey?.to ?? this.#view);
    if (this.#still.matches) this.#move(() => to);
    else this.#journey = { from: this.#view, to, since: performance.now() };
    this.#draw();
  }

  /** Changes the view at once; whether it is another one now. */
  #move(next: (view: View) => View): boolean {
    this.#journey = null;
    const before = this.#view;
    if (!before) return false;
    const view = next(before);
    this.#see(view);
    this.#draw();
    return view.scale !== before.scale || view.left !== before.left || view.top !== before.top;
  }

  #see(view: View): void {
    this.#view = view;
    const isNear = view.scale > fitView(this.#hall, this.#frame).scale * 1.01;
    // The whole hall in sight leaves nothing to pull about: a finger scrolls the page then.
    this.#canvas.parentElement!.style.touchAction = isNear ? "none" : "pan-y";
    if (isNear !== this.#isNear) this.#options.onNear(isNear);
    this.#isNear = isNear;
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const wasNear = this.#isNear;
    const isFirst = this.#view === null;
    this.#frame = { width, height };
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.#view ??= fitView(this.#hall, this.#frame);
    this.#move((view) =>
      wasNear ? panView(view, 0, 0, this.#hall, this.#frame) : fitView(this.#hall, this.#frame)
    );
    // A floor may have been asked for before there was a frame to show it in.
    if (isFirst && this.#options.known.floor !== null) this.showFloor();
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
    if (this.#still.matches) return;
    this.#changes.set(index, { isLost: false, ...change, since: performance.now() });
  }

  #draw(): void {
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame(() => this.#drawNow(performance.now()));
  }

  #drawNow(now: number): void {
    this.#drawing = 0;
    clearTimeout(this.#waiting);
    const canvas = this.#canvas.getContext("2d", { alpha: false });
    if (!canvas || !this.#view) return;
    this.#travel(now);
    for (const [index, { since, isLost }] of this.#changes) {
      if (now - since <= (isLost ? SHAKE_MS : CHANGE_MS)) continue;
      this.#changes.delete(index);
      this.#tiles.touch(index);
    }
    const { known, hall, wordsOf } = this.#options;
    const scene: Scene = {
      hall,
      view: this.#view,
      frame: this.#frame,
      pixelRatio: this.#canvas.width / this.#frame.width,
      colours: this.#colours,
      lookOf: (index) => known.lookOf(index),
      mine: known.mine,
      focused: this.#focused,
      hovered: this.#hovered,
      isAskedFor: (zone, section) => (this.#zones?.has(zone) ?? true) && known.isOnFloor(section),
      changes: this.#changes,
      now,
      wordsOf,
    };
    const waitMs = this.#tiles.prepare(scene);
    // While pictures are made, those on the screen stand in for them: showing them again would only take time.
    if (waitMs > 0 || !this.#isShown(scene)) {
      drawMap(canvas, scene, this.#tiles);
      this.onDrawn?.(scene, this.#tiles);
      this.#shown = scene;
    }
    if (waitMs === 0 || this.#journey || this.#changes.size > 0) this.#draw();
    else if (waitMs < Infinity) this.#waiting = setTimeout(() => this.#draw(), waitMs);
  }

  /** Whether the screen shows the same as this scene, but for pictures that may be old. */
  #isShown({ view, mine, hovered, focused, changes }: Scene): boolean {
    const shown = this.#shown;
    return view === shown?.view && mine === shown.mine && hovered === shown.hovered &&
      focused === shown.focused && changes.size === 0;
  }

  /** Goes on to where the map is going by itself. */
  #travel(now: number): void {
    if (!this.#journey) return;
    const { from, to, since } = this.#journey;
    const part = Math.min((now - since) / MOVE_MS, 1);
    this.#see(part === 1 ? to : viewBetween(from, to, 1 - (1 - part) ** 3));
    if (part === 1) this.#journey = null;
  }
}
