/**
 * Draws the map. What lies still comes from pictures that are kept (see `tiles.ts`); on top stands what moves or belongs
 * to the buyer. All is in chart units under one transform; what must keep its size on the screen divides by the scale.
 */
import { drawMoving } from "./draw_seats.ts";
import type { Canvas, Scene } from "./scene.ts";
import type { Tiles } from "./tiles.ts";
import { detailOf } from "./viewport.ts";

/** Draws a frame. Answers in how many milliseconds a frame will show more; Infinity when none will. */
export function drawMap(canvas: Canvas, scene: Scene, tiles: Tiles): number {
  const { view, pixelRatio } = scene;
  const detail = detailOf(view);
  const waitMs = tiles.draw(canvas, scene, detail);
  const unit = pixelRatio * view.scale;
  canvas.setTransform(unit, 0, 0, unit, -Math.round(view.left * unit), -Math.round(view.top * unit));
  drawMoving(canvas, scene, detail);
  return scene.changes.size > 0 ? 0 : waitMs;
}
