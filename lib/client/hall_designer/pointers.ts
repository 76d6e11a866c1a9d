/** What mouse, pen and fingers do on the plan. One finger draws like the mouse; two move and zoom. */
import { WHEEL_ZOOM } from "../canvas/gestures.ts";
import type { Position } from "../canvas/viewport.ts";

export interface PressKeys {
  shift: boolean;
  alt: boolean;
}

export interface PointerHandlers {
  /** Pressed. Returns whether dragging moves the plan, rather than going to `onDrag`. */
  onPress(at: Position, keys: PressKeys): boolean;
  onDrag(at: Position, keys: PressKeys): void;
  onRelease(at: Position, keys: PressKeys): void;
  /** A second finger came down, or the system took the pointer: what was begun doesn't count. */
  onCancel(): void;
  onDouble(at: Position): void;
  /** The pointer moves without being pressed; null when it leaves. */
  onHover(at: Position | null): void;
  onPan(dx: number, dy: number): void;
  onZoom(factor: number, at: Position): boolean;
}

/** Listens on an element for the lifetime of the page. Positions are in CSS pixels from its upper left corner. */
export function listenForPointers(element: HTMLElement, handlers: PointerHandlers): void {
  const pointers = new Map<number, Position>();
  let isPanning = false;
  let isPinching = false;

  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    handle: (event: HTMLElementEventMap[Name]) => void,
  ) => element.addEventListener(name, handle, { passive: false });
  const within = ({ clientX, clientY }: MouseEvent): Position => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const keysOf = ({ shiftKey, altKey }: MouseEvent): PressKeys => ({ shift: shiftKey, alt: altKey });

  on("pointerdown", (event) => {
    const isMiddle = event.button === 1;
    if (event.button !== 0 && !isMiddle) return;
    if (isMiddle) event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const at = within(event);
    pointers.set(event.pointerId, at);
    if (pointers.size === 1) {
      isPinching = false;
      isPanning = isMiddle || handlers.onPress(at, keysOf(event));
    } else {
      if (!isPanning && !isPinching) handlers.onCancel();
      isPinching = true;
    }
  });

  on("pointermove", (event) => {
    const at = within(event);
    const before = pointers.get(event.pointerId);
    if (!before) return handlers.onHover(at);
    pointers.set(event.pointerId, at);
    if (isPinching) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (!other) return;
      handlers.onPan((at.x - before.x) / 2, (at.y - before.y) / 2);
      const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      handlers.onZoom(distance(at, other) / Math.max(distance(before, other), 1), middle);
    } else if (isPanning) handlers.onPan(at.x - before.x, at.y - before.y);
    else handlers.onDrag(at, keysOf(event));
  });

  const release = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId) || isPanning || isPinching) return;
    if (event.type === "pointerup") handlers.onRelease(within(event), keysOf(event));
    else handlers.onCancel();
  };
  on("pointerup", release);
  on("pointercancel", release);
  on("pointerleave", () => handlers.onHover(null));
  on("dblclick", (event) => handlers.onDouble(within(event)));

  on("wheel", (event) => {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const factor = Math.exp(-event.deltaY * lines * WHEEL_ZOOM * (event.ctrlKey ? 6 : 1));
    if (handlers.onZoom(factor, within(event)) || event.ctrlKey) event.preventDefault();
  });
}

function distance(a: Position, b: Position): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
