/**
 * Which part of the hall the map shows. Chart units and CSS pixels meet here: a chart point lies on the screen at `(x -
 * left) * scale`, measured from the frame's upper left corner.
 */

export interface Size {
  width: number;
  height: number;
}

export interface Position {
  x: number;
  y: number;
}

export interface View {
  /** CSS pixels per chart unit. */
  scale: number;
  /** The chart point in the frame's upper left corner. */
  left: number;
  top: number;
}

/** Width of a seat in chart units; the same as the chart's own, which a test ensures. */
export const SEAT_UNITS = 20;

/** The maximum size of a seat, in CSS pixels. */
const SEAT_PIXELS_MAX = 44;
/** The margin around the whole hall: in CSS pixels, but in a small frame at most this share of it. */
const PADDING = 20;
const PADDING_PART = 0.03;
/** How far the hall's edge may be moved into the frame, as a share of the frame. */
const OVERSCROLL = 0.35;

/** The whole hall, centred in the frame. */
export function fitView(hall: Size, frame: Size): View {
  const room = (side: number) => side - 2 * Math.min(PADDING, side * PADDING_PART);
  const scale = Math.min(room(frame.width) / hall.width, room(frame.height) / hall.height);
  return centred(scale, { x: hall.width / 2, y: hall.height / 2 }, frame);
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The smallest box around these points. */
export function boxOf(points: readonly (readonly [number, number])[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** A part of the hall, as large as it can be shown. */
export function fitBox({ left, top, right, bottom }: Box, hall: Size, frame: Size): View {
  const { scale } = fitView({ width: right - left, height: bottom - top }, frame);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return clampView(centred(limitScale(scale, hall, frame), middle, frame), hall, frame);
}

/** Centres this chart point in the frame. */
export function lookAt(view: View, point: Position, hall: Size, frame: Size): View {
  return clampView(centred(view.scale, point, frame), hall, frame);
}

/** The view at a share (0 to 1) of the way between two others, zooming evenly around the point that stays in place. */
export function viewBetween(from: View, to: View, part: number): View {
  const scale = from.scale * (to.scale / from.scale) ** part;
  const way = Math.abs(to.scale - from.scale) < 1e-9
    ? part
    : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
  return {
    scale,
    left: from.left + (to.left - from.left) * way,
    top: from.top + (to.top - from.top) * way,
  };
}

/** Zooms by a factor; what lies under `at` (in pixels of the frame) stays there. */
export function zoomView(view: View, factor: number, at: Position, hall: Size, frame: Size): View {
  const scale = limitScale(view.scale * factor, hall, frame);
  const { x, y } = toChart(view, at);
  return clampView({ scale, left: x - at.x / scale, top: y - at.y / scale }, hall, frame);
}

/** Moves by pixels, as a finger drags. */
export function panView(view: View, dx: number, dy: number, hall: Size, frame: Size): View {
  const { scale, left, top } = view;
  return clampView({ scale, left: left - dx / scale, top: top - dy / scale }, hall, frame);
}

/**
 * Moves no further than needed for a box of the chart to be well inside the frame; a box too large for that is centred.
 */
export function revealBox(view: View, { left, top, right, bottom }: Box, hall: Size, frame: Size): View {
  const margin = Math.min(frame.width, frame.height) * 0.15;
  const shift = (start: number, end: number, side: number) =>
    end - start > side - 2 * margin
      ? (side - start - end) / 2
      : Math.max(margin - start, 0) - Math.max(end + margin - side, 0);
  const upper = toScreen(view, { x: left, y: top });
  const lower = toScreen(view, { x: right, y: bottom });
  const [dx, dy] = [shift(upper.x, lower.x, frame.width), shift(upper.y, lower.y, frame.height)];
  return panView(view, dx, dy, hall, frame);
}

/** The chart coordinates of a point of the frame. */
export function toChart({ scale, left, top }: View, { x, y }: Position): Position {
  return { x: left + x / scale, y: top + y / scale };
}

/** The CSS pixels in the frame of a point of the chart. */
export function toScreen({ scale, left, top }: View, { x, y }: Position): Position {
  return { x: (x - left) * scale, y: (y - top) * scale };
}

/** The part of the chart that the frame shows, plus `margin` pixels around it. */
export function visibleBox({ scale, left, top }: View, frame: Size, margin = 0): Box {
  const more = margin / scale;
  return {
    left: left - more,
    top: top - more,
    right: left + frame.width / scale + more,
    bottom: top + frame.height / scale + more,
  };
}

/** Whether two boxes overlap. */
export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** Limits the scale, from the whole hall to the largest seats, and keeps some of the hall in the frame. */
export function clampView(view: View, hall: Size, frame: Size): View {
  const scale = limitScale(view.scale, hall, frame);
  return {
    scale,
    left: clampSide(view.left, hall.width, frame.width / scale),
    top: clampSide(view.top, hall.height, frame.height / scale),
  };
}

function limitScale(scale: number, hall: Size, frame: Size): number {
  const whole = fitView(hall, frame).scale;
  return Math.min(Math.max(scale, whole), Math.max(SEAT_PIXELS_MAX / SEAT_UNITS, whole));
}

/** Limits where the visible part of one side of the hall starts; a hall smaller than the frame is centred. */
function clampSide(start: number, hall: number, visible: number): number {
  if (visible >= hall) return (hall - visible) / 2;
  const slack = visible * OVERSCROLL;
  return Math.min(Math.max(start, -slack), hall - visible + slack);
}

function centred(scale: number, { x, y }: Position, frame: Size): View {
  return { scale, left: x - frame.width / scale / 2, top: y - frame.height / scale / 2 };
}

/** The seat sizes from which seats are drawn one by one, and with numbers, in CSS pixels. */
const SEATS_FROM = 5;
const NUMBERS_FROM = 22;

/** In how much detail a hall is drawn, by the size of a seat on the screen. */
export interface Detail {
  /** Width of a seat in CSS pixels. */
  seatPixels: number;
  level: "sections" | "seats" | "numbers";
  /** How strongly sections are drawn as blocks: 1 when zoomed out, fading as seats appear. */
  blocks: number;
}

/** A hall whose seats are large enough even when all of it is shown never has the level `sections`. */
export function detailOf({ scale }: View): Detail {
  const seatPixels = scale * SEAT_UNITS;
  const blocks = Math.min(Math.max((SEATS_FROM * 1.6 - seatPixels) / (SEATS_FROM * 0.6), 0), 1);
  const level = seatPixels < SEATS_FROM ? "sections" : seatPixels < NUMBERS_FROM ? "seats" : "numbers";
  return { seatPixels, level, blocks };
}

/** The size of a seat after zooming to a section, in CSS pixels. */
export const SECTION_SEAT_PIXELS = 26;

/** Whether seats are too small to pick comfortably. */
export function isFar(view: View): boolean {
  return detailOf(view).seatPixels < SECTION_SEAT_PIXELS / 2;
}
