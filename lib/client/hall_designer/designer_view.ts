/** The plan on its canvas. It draws only when something has changed. */
import type { Point } from "@/lib/charts/chart.ts";
import { Camera } from "../canvas/camera.ts";
import { type MapColours, readColours } from "../canvas/colours.ts";
import { drawMap } from "../canvas/draw.ts";
import { type BlockLabel, fontOf, type Scene } from "../canvas/scene.ts";
import type { Block, Hall } from "../canvas/hall.ts";
import { writeRows } from "../canvas/row_letters.ts";
import { Tiles } from "../canvas/tiles.ts";
import { type Box, detailOf, type Position, toChart, visibleBox } from "../canvas/viewport.ts";
import type { HallDocument } from "./document.ts";
import type { DrawnHall } from "./drawn_hall.ts";
import { drawHelp, drawPreview, drawSelection } from "./overlay.ts";
import { drawTraced, type TracedPicture } from "./traced_picture.ts";
import type { Preview } from "./preview.ts";
import { NOTHING, type Selection } from "./selection.ts";

/** The seat size from which rows get letters, in CSS pixels. */
const ROWS_FROM_PIXELS = 17;
const NO_SEATS: ReadonlySet<number> = new Set();

export interface DesignerViewOptions {
  document: HallDocument;
  drawn: DrawnHall;
  labelOf(block: Block): BlockLabel;
}

/** Lives as long as its page. */
export class DesignerView {
  readonly canvas: HTMLCanvasElement;
  readonly #options: DesignerViewOptions;
  readonly camera: Camera;
  readonly #tiles = new Tiles();
  #colours: MapColours;
  #selection: Selection = NOTHING;
  #preview: Preview = {};
  #isPlain = false;
  #traced: TracedPicture | null = null;
  #drawing = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, options: DesignerViewOptions) {
    this.canvas = canvas;
    this.#options = options;
    this.#colours = readColours(canvas);
    this.camera = new Camera(options.drawn.chart, () => this.draw(), () => {});
    new ResizeObserver(() => this.#resize()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#colours = readColours(canvas);
      this.renew();
    });
    document.fonts?.ready.then(() => this.renew());
  }

  get hall(): Hall {
    return this.#options.drawn.hall;
  }

  /** The point of the hall at a point of the canvas. */
  pointAt(at: Position): Position {
    return this.camera.view ? toChart(this.camera.view, at) : { x: 0, y: 0 };
  }

  /** CSS pixels as a length in the hall. */
  unitsOf(pixels: number): number {
    return pixels / (this.camera.view?.scale ?? 1);
  }

  /** The middle of what is in sight. */
  middle(): Point {
    const { width, height } = this.camera.frame;
    const { x, y } = this.pointAt({ x: width / 2, y: height / 2 });
    return [x, y];
  }

  /** Draws what lies in these boxes again; everything for null. */
  invalidate(boxes: Box[] | null): void {
    if (boxes) this.#tiles.invalidate(boxes);
    else this.#tiles.renew();
    this.draw();
  }

  renew(): void {
    this.invalidate(null);
  }

  select(selection: Selection): void {
    this.#selection = selection;
    this.draw();
  }

  show(preview: Preview): void {
    this.#preview = preview;
    this.draw();
  }

  /** Shows only what buyers see, or also what is selected and the rest. */
  showPlain(isPlain: boolean): void {
    this.#isPlain = isPlain;
    this.draw();
  }

  /** Shows a picture to draw over; null for none. */
  trace(picture: TracedPicture | null): void {
    this.#traced = picture;
    this.draw();
  }

  zoomBy(factor: number): void {
    const { width, height } = this.camera.frame;
    if (factor === 0) this.camera.fit();
    else this.camera.zoomTo(factor, { x: width / 2, y: height / 2 });
  }

  draw(): void {
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame((now) => this.#drawNow(now));
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    this.canvas.width = Math.round(width * devicePixelRatio);
    this.canvas.height = Math.round(height * devicePixelRatio);
    this.camera.resize({ width, height }, 0);
    this.#drawNow(performance.now());
  }

  #drawNow(now: number): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    clearTimeout(this.#waiting);
    const canvas = this.canvas.getContext("2d", { alpha: false });
    this.camera.travel(performance.now());
    const { view, frame, isTravelling } = this.camera;
    if (!canvas || !view) return;
    const { drawn, labelOf } = this.#options;
    const scene: Scene = {
      hall: drawn.hall,
      view,
      frame,
      pixelRatio: this.canvas.width / frame.width,
      colours: this.#colours,
      stateOf: () => "a",
      mine: NO_SEATS,
      focused: null,
      hovered: null,
      isHighlighted: () => true,
      changes: new Map(),
      now,
      labelOf,
      letterOf: () => "",
    };
    const waitMs = this.#tiles.prepare(scene);
    drawMap(canvas, scene, this.#tiles);
    if (!this.#isPlain) this.#drawOver(canvas, scene);
    if (detailOf(view).seatPixels >= ROWS_FROM_PIXELS) {
      canvas.font = fontOf(600, Math.min(9 * view.scale, 14));
      writeRows(canvas, scene, drawn.hall.grid.within(visibleBox(view, frame)));
    }
    if (waitMs === 0 || isTravelling) this.draw();
    else if (waitMs < Infinity) this.#waiting = setTimeout(() => this.draw(), waitMs);
  }

  #drawOver(canvas: CanvasRenderingContext2D, scene: Scene): void {
    const { document } = this.#options;
    if (this.#traced) drawTraced(canvas, this.#traced);
    drawPreview(canvas, scene, this.#preview);
    drawSelection(canvas, scene, document, this.#selection, this.#preview.by);
    drawHelp(canvas, scene, this.#preview, document.hall.focus);
  }
}
