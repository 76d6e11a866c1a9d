/** Frames per second of a canvas while it is used, and of an empty one. */
import type { Page } from "playwright-core";
import { median, percentile, type Sample } from "./figures.ts";

/** What the mouse does: presses and moves in circles, turns the wheel back and forth, or nothing. */
export type Movement = "pan" | "zoom" | "none";

/** Frames per second while the canvas of a hall is moved in this way in every frame; `clear` draws on a separate canvas instead. */
export async function measureFrames(
  page: Page,
  selector: string,
  move: Movement | "clear",
  durationMs: number,
): Promise<Sample> {
  if (move === "pan") await page.mouse.down();
  const intervals = await page.evaluate(countFrames, { selector, move, durationMs });
  if (move === "pan") await page.mouse.up();
  const ascending = intervals.toSorted((a, b) => a - b);
  const total = intervals.reduce((sum, interval) => sum + interval, 0);
  return {
    value: intervals.length / (total / 1000),
    p50Ms: median(ascending),
    p95Ms: percentile(ascending, 0.95),
    p99Ms: percentile(ascending, 0.99),
  };
}

/** Runs in the page: the milliseconds between frames. The pointer moves in circles, the wheel back and forth. */
async function countFrames({ selector, move, durationMs }: {
  selector: string;
  move: string;
  durationMs: number;
}): Promise<number[]> {
  const canvas = document.querySelector<HTMLCanvasElement>(selector)!;
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const empty = document.createElement("canvas");
  if (move === "clear") {
    empty.width = canvas.width;
    empty.height = canvas.height;
    empty.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
    document.body.append(empty);
  }
  const context = empty.getContext("2d", { alpha: false })!;
  const moves: Record<string, (elapsedMs: number) => void> = {
    clear(elapsedMs) {
      context.fillStyle = `hsl(${elapsedMs % 360} 50% 50%)`;
      context.fillRect(0, 0, empty.width, empty.height);
    },
    pan(elapsedMs) {
      const angle = elapsedMs / 400;
      canvas.dispatchEvent(
        new PointerEvent("pointermove", {
          pointerId: 1,
          clientX: left + width * (0.5 + 0.4 * Math.sin(angle)),
          clientY: top + height * (0.5 + 0.4 * Math.sin(angle * 0.7)),
        }),
      );
    },
    zoom(elapsedMs) {
      const deltaY = 20 * Math.sign(Math.sin(elapsedMs / 500 + Math.PI));
      const [clientX, clientY] = [left + width / 2, top + height / 2];
      canvas.dispatchEvent(new WheelEvent("wheel", { deltaY, clientX, clientY, cancelable: true }));
    },
    none() {},
  };
  const intervals: number[] = [];
  const startedAt = performance.now();
  for (let last = startedAt; last - startedAt < durationMs;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = performance.now();
    intervals.push(now - last);
    last = now;
    moves[move](now - startedAt);
  }
  empty.remove();
  return intervals;
}
