/**
 * Draws the map. Static parts come from cached tiles (see `tiles.ts`); what moves or belongs to the buyer goes on top.
 * Everything is in chart units under one transform; sizes that are fixed on the screen are divided by the scale.
 */
import { drawMoving } from "./draw_seats.ts";
import type { Canvas, Scene } from "./scene.ts";
import type { Tiles } from "./tiles.ts";
import { detailOf } from "./viewport.ts";

/** Draws a frame with the tiles available. */
export function drawMap(canvas: Canvas, scene: Scene, tiles: Tiles): void {
  const { view, pixelRatio } = scene;
  tiles.show(canvas, scene);
  const unit = pixelRatio * view.scale;
  canvas.setTransform(unit, 0, 0, unit, -Math.round(view.left * unit), -Math.round(view.top * unit));
  drawMoving(canvas, scene, detailOf(view));
}
