/**
 * Draws the map. What lies still comes from pictures that are kept (see `tiles.ts`); on top stands what moves or belongs
 * to the buyer. All is in chart units under one transform; what must keep its size on the screen divides by the scale.
 */
import { drawMoving } from "./draw_seats.ts";
import type { Canvas, Scene } from "./scene.ts";
import type { Tiles } from "./tiles.ts";
import { detailOf } from "./viewport.ts";

/** Draws a frame with the pictures that there are. */
export function drawMap(canvas: Canvas, scene: Scene, tiles: Tiles): void {
  const { view, pixelRatio } = scene;
  tiles.show(canvas, scene);
  const unit = pixelRatio * view.scale;
  canvas.setTransform(unit, 0, 0, unit, -Math.round(view.left * unit), -Math.round(view.top * unit));
  drawMoving(canvas, scene, detailOf(view));
}
