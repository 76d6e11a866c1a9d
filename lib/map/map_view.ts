/** The map on its canvas: what it shows, and what is pointed at. It draws when something has changed, and not else. */
import type { SeatStatus } from "@/lib/seats/board.ts";
import { type MapColours, readColours } from "./colours.ts";
import { type Change, drawMap, type Scene } from "./draw.ts";
import { CHANGE_MS, lookOf, SHAKE_MS } from "./draw_seats.ts";
import { listenForGestures } from "./gestures.ts";
import { type Block, blockAt, countFree, type Hall } from "./hall.ts";
import {
  detailOf,
  fitView,
  panView,
  type Position,
  revealPoint,
  SEAT_UNITS,
  type Size,
  toChart,
  toScreen,
  type View,
  zoomView,
} from "./viewport.ts";

export interface MapViewOptions {
  hall: Hall;
  wordsOf: Scene["wordsOf"];
  onSeat(index: number): void;
  onArea(areaId: string): void;
  /** What the pointer is on, and where; null when on nothing. */
  onPoint(target: { seat?: number; block?: Block; at: Position } | null): void;
}

/** Seats are this large after one has gone to a section, in CSS pixels. */
const SECTION_SEAT_PIXELS = 26;
/** A finger is less exact than a mouse: how far from a seat a tap still means it, in CSS pixels. */
const REACH_PIXELS = 16;

export class MapView {
  readonly #canvas: HTMLCanvasElement;
  readonly #options: MapViewOptions;
  readonly #changes = new Map<number, Change>();
  readonly #observed: { disconnect(): void }[] = [];
  readonly #stopGestures: () => void;
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  #view: View | null = null;
  #frame: Size = { width: 0, height: 0 };
  #colours: MapColours;
  #statuses: readonly SeatStatus[] | null = null;
  #mine: ReadonlySet<number> = new Set();
  #focused: number | null = null;
  #hovered: number | null = null;
  #zone: string | null = null;
  #drawing = 0;
  #isCounted = true;

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
      onTap: (at) => this.#tap(at),
      onPoint: (at) => this.#point(at),
    });
    document.fonts?.ready.then(() => this.#draw());
  }

  close(): void {
    for (const observer of this.#observed) observer.disconnect();
    this.#dark.removeEventListener("change", this.#recolour);
    this.#stopGestures();
    cancelAnimationFrame(this.#drawing);
  }

  get #hall(): Size {
    return this.#options.hall.chart;
  }

  /** Shows these statuses; seats in `changed` cross-fade from what they were. */
  setStatuses(statuses: readonly SeatStatus[], changed: [index: number, before: SeatStatus][] = []): void {
    this.#statuses = statuses;
    this.#isCounted = false;
    for (const [index, before] of changed) if (!this.#mine.has(index)) this.#fade(index, { before });
    this.#draw();
  }

  /** Shows these seats as the buyer's own; those in `lost` shake. */
  setMine(mine: ReadonlySet<number>, lost: readonly number[] = []): void {
    for (const index of new Set([...mine, ...this.#mine])) {
      if (mine.has(index) === this.#mine.has(index)) continue;
      this.#fade(index, { before: lookOf({ mine: this.#mine, statuses: this.#statuses }, index) });
    }
    for (const index of lost) this.#fade(index, { before: "m", isLost: true });
    this.#mine = mine;
    this.#draw();
  }

  /** Shows one zone strongly; null: all. */
  setZone(zone: string | null): void {
    this.#zone = zone;
    this.#draw();
  }

  /** Puts the keyboard's ring on a seat and moves it into sight; null takes it away. */
  focus(index: number | null): void {
    this.#focused = index;
    if (index !== null) this.show([index]);
    this.#draw();
  }

  /** Moves a seat into sight, near enough to be made out. */
  show([index]: number[]): void {
    const seat = this.#options.hall.chart.seats[index];
    this.#move((view) => {
      const isFar = detailOf(view).seatPixels < SECTION_SEAT_PIXELS / 2;
      const at = toScreen(view, seat);
      return revealPoint(isFar ? this.#near(view, at) : view, seat, this.#hall, this.#frame);
    });
  }

  zoomBy(factor: number): void {
    const middle = { x: this.#frame.width / 2, y: this.#frame.height / 2 };
    this.#move((view) => zoomView(view, factor, middle, this.#hall, this.#frame));
  }

  fit(): void {
    this.#move(() => fitView(this.#hall, this.#frame));
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
      this.#move((view) => this.#near(view, at));
    } else return false;
    return true;
  }

  #point(at: Position | null): void {
    const target = at && this.#under(at);
    const seat = target?.seat ?? null;
    if (seat !== this.#hovered) this.#draw();
    this.#hovered = seat;
    this.#canvas.style.cursor = target ? "pointer" : "grab";
    this.#options.onPoint(target && at ? { ...target, at } : null);
  }

  /** The seat near a point, where single seats are drawn; else the block. */
  #under(at: Position): { seat?: number; block?: Block } | null {
    const view = this.#view;
    if (!view) return null;
    const { hall } = this.#options;
    const point = toChart(view, at);
    const { level, seatPixels } = detailOf(view);
    const reach = Math.min(Math.max(REACH_PIXELS, seatPixels / 2), seatPixels * 1.2) / view.scale;
    const seat = level === "sections" ? null : hall.grid.nearest(point, reach);
    if (seat !== null) return { seat };
    const block = blockAt(hall, point);
    return block && (block.area || level === "sections" || seatPixels < SECTION_SEAT_PIXELS / 2)
      ? { block }
      : null;
  }

  /** Changes the view; whether it is another one now. */
  #move(next: (view: View) => View): boolean {
    const before = this.#view;
    if (!before) return false;
    const view = next(before);
    this.#view = view;
    // The whole hall in sight leaves nothing to pull about: a finger scrolls the page then.
    const isWhole = view.scale <= fitView(this.#hall, this.#frame).scale * 1.01;
    this.#canvas.parentElement!.style.touchAction = isWhole ? "pan-y" : "none";
    this.#draw();
    return view.scale !== before.scale || view.left !== before.left || view.top !== before.top;
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const first = this.#view === null;
    this.#frame = { width, height };
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.#view ??= fitView(this.#hall, this.#frame);
    this.#move((view) => first ? view : panView(view, 0, 0, this.#hall, this.#frame));
  }

  readonly #recolour = () => {
    this.#colours = readColours(this.#canvas);
    this.#draw();
  };

  #fade(index: number, change: { before: Change["before"]; isLost?: boolean }): void {
    if (this.#still.matches) return;
    this.#changes.set(index, { isLost: false, ...change, since: performance.now() });
  }

  #draw(): void {
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame((now) => this.#drawNow(now));
  }

  #drawNow(now: number): void {
    this.#drawing = 0;
    const canvas = this.#canvas.getContext("2d", { alpha: false });
    if (!canvas || !this.#view) return;
    for (const [index, { since, isLost }] of this.#changes) {
      if (now - since > (isLost ? SHAKE_MS : CHANGE_MS)) this.#changes.delete(index);
    }
    if (!this.#isCounted && this.#statuses) countFree(this.#options.hall, this.#statuses);
    this.#isCounted = true;
    drawMap(canvas, {
      hall: this.#options.hall,
      view: this.#view,
      frame: this.#frame,
      pixelRatio: this.#canvas.width / this.#frame.width,
      colours: this.#colours,
      statuses: this.#statuses,
      mine: this.#mine,
      focused: this.#focused,
      hovered: this.#hovered,
      zone: this.#zone,
      changes: this.#changes,
      now,
      wordsOf: this.#options.wordsOf,
    });
    if (this.#changes.size > 0) this.#draw();
  }
}
