/** What fingers, mouse and wheel mean on the map. */
import type { Position } from "./viewport.ts";

export interface GestureHandlers {
  onPan(dx: number, dy: number): void;
  /** Nearer by a factor, around a point. True when the map could; else the page may scroll. */
  onZoom(factor: number, at: Position): boolean;
  /** True when there was something to tap; else a second tap is a double tap. */
  onTap(at: Position): boolean;
  /** Nearer by a factor, around a point. */
  onDoubleTap(factor: number, at: Position): void;
  /** The pointer rests on a point, or a finger was held there; null when it leaves. */
  onPoint(at: Position | null): void;
}

/** Less movement than this is a tap. */
const DRAG_PIXELS = 6;
const LONG_PRESS_MS = 450;
const DOUBLE_TAP_MS = 320;
const DOUBLE_TAP_ZOOM = 2.2;
/** A turn of the wheel by so many pixels zooms by e to the power of this, times the pixels. */
export const WHEEL_ZOOM = 0.0016;

/** Listens on an element until the returned function is called. Positions are in its CSS pixels. */
export function listenForGestures(element: HTMLElement, handlers: GestureHandlers): () => void {
  const pointers = new Map<number, Position>();
  let start: Position | null = null;
  let isDragging = false;
  let longPressed = false;
  let lastTapAt = -Infinity;
  let longPress: ReturnType<typeof setTimeout> | undefined;
  const listening = new AbortController();

  const positionOf = ({ clientX, clientY }: MouseEvent): Position => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    handle: (event: HTMLElementEventMap[Name]) => void,
  ) => element.addEventListener(name, handle, { signal: listening.signal, passive: false });

  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (event.pointerType === "touch") handlers.onPoint(null);
    const at = positionOf(event);
    pointers.set(event.pointerId, at);
    element.setPointerCapture(event.pointerId);
    clearTimeout(longPress);
    // A second finger makes a pinch, which is never a tap.
    isDragging = pointers.size > 1;
    longPressed = false;
    start = at;
    if (event.pointerType === "touch" && pointers.size === 1) {
      longPress = setTimeout(() => {
        isDragging = longPressed = true;
        handlers.onPoint(at);
      }, LONG_PRESS_MS);
    }
  });

  on("pointermove", (event) => {
    const at = positionOf(event);
    const before = pointers.get(event.pointerId);
    if (!before || !start) {
      if (event.pointerType !== "touch") handlers.onPoint(at);
      return;
    }
    if (!isDragging && Math.hypot(at.x - start.x, at.y - start.y) < DRAG_PIXELS) return;
    if (!isDragging) handlers.onPoint(null);
    isDragging = true;
    clearTimeout(longPress);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, at);
    if (!other) {
      handlers.onPan(at.x - before.x, at.y - before.y);
      return;
    }
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    handlers.onPan((at.x - before.x) / 2, (at.y - before.y) / 2);
    handlers.onZoom(distance(at, other) / Math.max(distance(before, other), 1), middle);
  });

  const release = (event: PointerEvent) => {
    clearTimeout(longPress);
    if (!pointers.delete(event.pointerId)) return;
    if (event.type === "pointerup" && !isDragging) tap(positionOf(event));
    if (pointers.size === 0) start = null;
  };
  on("pointerup", release);
  on("pointercancel", release);
  // What a long press has shown stays until the next touch.
  on("pointerleave", ({ pointerType }) => pointerType === "touch" || handlers.onPoint(null));
  on("contextmenu", (event) => longPressed && event.preventDefault());

  function tap(at: Position): void {
    if (handlers.onTap(at)) return;
    const now = performance.now();
    if (now - lastTapAt < DOUBLE_TAP_MS) handlers.onDoubleTap(DOUBLE_TAP_ZOOM, at);
    lastTapAt = now;
  }

  on("wheel", (event) => {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // Trackpads send a pinch as a wheel with Ctrl, in small steps.
    const factor = Math.exp(-event.deltaY * lines * WHEEL_ZOOM * (event.ctrlKey ? 6 : 1));
    if (handlers.onZoom(factor, positionOf(event)) || event.ctrlKey) event.preventDefault();
  });

  return () => {
    clearTimeout(longPress);
    listening.abort();
  };
}

function distance(a: Position, b: Position): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
