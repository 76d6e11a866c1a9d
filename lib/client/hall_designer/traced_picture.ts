/**
 * A picture that a hall is drawn over, such as a photographed plan. It stays in the browser, and only while the page is
 * open: it is no part of the hall.
 */
import type { Point } from "@/lib/charts/chart.ts";
import type { Canvas } from "../canvas/scene.ts";

export interface TracedPicture {
  image: ImageBitmap;
  /** Its upper left corner in the hall. */
  at: Point;
  /** Chart units per pixel of the picture. */
  scale: number;
  /** From 0 to 1. */
  opacity: number;
}

/** As wide as the hall, in its upper left corner. */
export function placePicture(image: ImageBitmap, hallWidth: number): TracedPicture {
  return { image, at: [0, 0], scale: hallWidth / image.width, opacity: 0.4 };
}

/** Scales a picture so that two of its points, now at `from` and `to`, are `distance` apart; the first one stays. */
export function scaled<Picture extends Pick<TracedPicture, "at" | "scale">>(
  picture: Picture,
  [from, to]: [Point, Point],
  distance: number,
): Picture {
  const now = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (now === 0 || distance <= 0) return picture;
  const factor = distance / now;
  const [x, y] = picture.at;
  return {
    ...picture,
    scale: picture.scale * factor,
    at: [from[0] + (x - from[0]) * factor, from[1] + (y - from[1]) * factor],
  };
}

/** Over the plan, whose tiles cover everything below them; the canvas is in chart units. */
export function drawTraced(canvas: Canvas, { image, at: [x, y], scale, opacity }: TracedPicture): void {
  canvas.globalAlpha = opacity;
  canvas.drawImage(image, x, y, image.width * scale, image.height * scale);
  canvas.globalAlpha = 1;
}
