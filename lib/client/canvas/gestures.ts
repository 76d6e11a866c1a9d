/** What fingers, mouse and wheel do on the map. */
import type { Position } from "./viewport.ts";

export interface GestureHandlers {
  onPan(dx: number, dy: number): void;
  /** Zooms by a factor around a point. Returns whether the map could; if not, the page may scroll. */
  onZoom(factor: number, at: Position): boolean;
  onTap(at: Position, isTouch: boolean): void;
  /** The second tap of a double tap, instead of `onTap`: zooms by a factor around a point. */
  onDoubleTap(factor: number, at: Position, isTouch: boolean): void;
  /** The pointer rests on a point, or was held there (touch); null when it leaves. */
  onPoint(at: Position | null): void;
}

/** Less movement than this counts as a tap. */
const DRAG_PIXELS = 6;
const LONG_PRESS_MS = 450;
export const DOUBLE_TAP_MS = 320;
/** Two taps further apart are not a double tap. */
const DOUBLE_TAP_PIXELS = 24;
const DOUBLE_TAP_ZOOM = 2.2;
/** Scrolling the wheel by n pixels zooms by e to the power of n times this. */
export const WHEEL_ZOOM = 0.0016;

/**
 * Listens on an element for the lifetime of the page. Positions are in CSS pixels from the element's upper left corner,
 * which may move at any time.
 */
export function listenForGestures(element: HTMLElement, handlers: GestureHandlers): void {
  /** Positions in the window. */
  const pointers = new Map<number, Position>();
  let start: Position | null = null;
  let isDragging = false;
  let longPressed = false;
  let lastTap = { x: 0, y: 0, time: -Infinity };
  /** The mouse's click count, as the system counts it. */
  let clicks = 1;
  let longPress: ReturnType<typeof setTimeout> | undefined;

  const positionOf = ({ clientX: x, clientY: y }: MouseEvent): Position => ({ x, y });
  const within = ({ x, y }: Position): Position => {
    const { left, top } = element.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    handle: (event: HTMLElementEventMap[Name]) => void,
  ) => element.addEventListener(name, handle, { passive: false });

  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (event.pointerType === "touch") handlers.onPoint(null);
    const at = positionOf(event);
    pointers.set(event.pointerId, at);
    element.setPointerCapture(event.pointerId);
    clearTimeout(longPress);
    // A second finger makes it a pinch, which is never a tap.
    isDragging = pointers.size > 1;
    longPressed = false;
    start = at;
    if (event.pointerType === "touch" && pointers.size === 1) {
      longPress = setTimeout(() => {
        isDragging = longPressed = true;
        handlers.onPoint(within(at));
      }, LONG_PRESS_MS);
    }
  });

  on("pointermove", (event) => {
    const at = positionOf(event);
    const before = pointers.get(event.pointerId);
    if (!before || !start) {
      if (event.pointerType !== "touch") handlers.onPoint(within(at));
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
    handlers.onZoom(distance(at, other) / Math.max(distance(before, other), 1), within(middle));
  });

  const release = (event: PointerEvent) => {
    clearTimeout(longPress);
    if (!pointers.delete(event.pointerId)) return;
    if (event.type === "pointerup" && !isDragging) tap(event);
    if (pointers.size === 0) start = null;
  };
  on("pointerup", release);
  on("pointercancel", release);
  // A point shown by a long press stays until the next touch.
  on("pointerleave", ({ pointerType }) => pointerType === "touch" || handlers.onPoint(null));
  on("contextmenu", (event) => longPressed && event.preventDefault());

  on("mousedown", ({ detail }) => clicks = detail);

  function tap(event: PointerEvent): void {
    const time = performance.now();
    const at = positionOf(event);
    const isTouch = event.pointerType !== "mouse";
    const isSecond = isTouch
      ? time - lastTap.time < DOUBLE_TAP_MS && distance(lastTap, at) < DOUBLE_TAP_PIXELS
      : clicks % 2 === 0;
    lastTap = { ...at, time: isSecond ? -Infinity : time };
    if (isSecond) handlers.onDoubleTap(DOUBLE_TAP_ZOOM, within(at), isTouch);
    else handlers.onTap(within(at), isTouch);
  }

  on("wheel", (event) => {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // Trackpads report a pinch as a wheel with Ctrl, in small steps.
    const factor = Math.exp(-event.deltaY * lines * WHEEL_ZOOM * (event.ctrlKey ? 6 : 1));
    if (handlers.onZoom(factor, within(positionOf(event))) || event.ctrlKey) event.preventDefault();
  });
}

function distance(a: Position, b: Position): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
