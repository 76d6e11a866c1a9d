/** A small picture of the hall that shows which part of it is in view. Loaded on the first zoom in. */
import type { Scene } from "../canvas/scene.ts";
import type { Tiles } from "../canvas/tiles.ts";
import type { Position, View } from "../canvas/viewport.ts";
import type { DrawnMap } from "./map_page.ts";

/** From this window width on, the picture has room beside the hall; see `map.css`. */
const ROOMY_WINDOW_PIXELS = 1024;
/** In narrower windows, the picture would hide more than it shows below this zoom (relative to the whole hall). */
const NEAR_ZOOM = 1.8;

/** Keeps the picture up to date, and shows it where it helps while `isZoomedIn`; dragging on it moves the map. */
export function showInset(map: DrawnMap, isZoomedIn: boolean): void {
  const canvas = document.querySelector<HTMLCanvasElement>(".map-inset")!;
  canvas.hidden = true;
  map.onDrawn = null;
  if (!isZoomedIn) return;
  let scene: Scene | null = null;
  const shrunk = { picture: document.createElement("canvas"), from: null };
  map.onDrawn = (drawn, tiles) => {
    scene = drawn;
    canvas.hidden = innerWidth < ROOMY_WINDOW_PIXELS && isNearlyWhole(drawn);
    if (!canvas.hidden) draw(canvas, drawn, tiles, shrunk);
  };
  const moveTo = ({ clientX, clientY }: PointerEvent) => {
    if (!scene) return;
    const { left, top } = canvas.getBoundingClientRect();
    const view = wholeView(canvas, scene);
    map.lookAt({ x: view.left + (clientX - left) / view.scale, y: view.top + (clientY - top) / view.scale });
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    moveTo(event);
  };
  canvas.onpointermove = (event) => event.buttons > 0 && moveTo(event);
  // Draws it for the first time.
  map.redraw();
}

/**
 * The whole hall at the size of the small canvas. Cached, because shrinking it well takes longer than the rest of a
 * frame.
 */
interface Shrunk {
  picture: HTMLCanvasElement;
  /** The backdrop that it was made from. */
  from: Tiles["backdrop"];
}

function draw(canvas: HTMLCanvasElement, scene: Scene, { backdrop }: Tiles, shrunk: Shrunk): void {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context || !backdrop) return;
  const { view, frame, colours, pixelRatio, mine, hall: { chart } } = scene;
  const width = Math.floor(canvas.clientWidth * pixelRatio);
  const height = Math.floor(canvas.clientHeight * pixelRatio);
  const { scale, left, top } = wholeView(canvas, scene);
  const toInset = ({ x, y }: Position) => [(x - left) * scale, (y - top) * scale] as const;
  const { picture } = shrunk;
  if (shrunk.from !== backdrop || picture.width !== width || picture.height !== height) {
    canvas.width = picture.width = width;
    canvas.height = picture.height = height;
    shrunk.from = backdrop;
    const still = picture.getContext("2d", { alpha: false })!;
    still.fillStyle = colours.ground;
    still.fillRect(0, 0, width, height);
    still.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    still.imageSmoothingQuality = "high";
    const ratio = scale / backdrop.view.scale;
    const sides = [backdrop.canvas.width * ratio, backdrop.canvas.height * ratio] as const;
    still.drawImage(backdrop.canvas, ...toInset({ x: backdrop.view.left, y: backdrop.view.top }), ...sides);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(picture, 0, 0);
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = colours.mine;
  for (const seat of mine) {
    const [x, y] = toInset(chart.seats[seat]);
    context.fillRect(x - 2, y - 2, 4, 4);
  }
  context.strokeStyle = colours.focus;
  context.lineWidth = 2;
  const side = scale / view.scale;
  context.strokeRect(...toInset({ x: view.left, y: view.top }), frame.width * side, frame.height * side);
}

function isNearlyWhole({ view, frame, hall: { chart } }: Scene): boolean {
  // Like `fitView` but without the margin; sharing `fitView` would move it to a chunk that every page loads.
  return view.scale < NEAR_ZOOM * Math.min(frame.width / chart.width, frame.height / chart.height);
}

/** The whole hall, centred in the small canvas. */
function wholeView({ clientWidth, clientHeight }: HTMLCanvasElement, { hall: { chart } }: Scene): View {
  const scale = Math.min(clientWidth / chart.width, clientHeight / chart.height);
  return {
    scale,
    left: (chart.width - clientWidth / scale) / 2,
    top: (chart.height - clientHeight / scale) / 2,
  };
}
