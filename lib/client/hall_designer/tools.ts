/** What pressing, dragging and releasing do with the tool in hand. */
import type { ChartSeat, Point } from "@/lib/charts/chart.ts";
import type { DrawingOp } from "@/lib/charts/drawing.ts";
import { round } from "@/lib/charts/geometry.ts";
import { boxOf, type Position } from "../canvas/viewport.ts";
import { changeSeats, removeSelected, setZone } from "./commands.ts";
import type { Designer } from "./designer.ts";
import type { DesignerView } from "./designer_view.ts";
import {
  boxBetween,
  drawArea,
  drawBlock,
  type Drawn,
  drawRow,
  drawShape,
  drawTable,
  drawText,
} from "./drawing_tools.ts";
import { listenForPointers, type PressKeys } from "./pointers.ts";
import { hallOfOps, hallOfSeats, hallOfSelection } from "./preview.ts";
import {
  around,
  boxAround,
  inside,
  isEmpty,
  NOTHING,
  objectAtPoint,
  type Selection,
  toggled,
  withFurniture,
} from "./selection.ts";
import { type Lines, linesOf, snap } from "./snapping.ts";

/** Less movement than this, in CSS pixels, is a click. */
const CLICK_PIXELS = 4;
/** How far from a seat a click still selects it, and how far moved things snap, in CSS pixels. */
const REACH_PIXELS = 12;
const SNAP_PIXELS = 6;

/** What a drag with the selecting tool does. */
type Gesture =
  | { kind: "move"; hall: ReturnType<typeof hallOfSelection>; lines: Lines; by: Point }
  | { kind: "frame"; line: Point[]; adds: boolean }
  | { kind: "draw" }
  | { kind: "brush"; slots: Set<number> };

export class Tools {
  readonly #designer: Designer;
  readonly #view: DesignerView;
  #from: Position | null = null;
  #to: Position = { x: 0, y: 0 };
  #gesture: Gesture | null = null;
  #isDragging = false;
  /** What the click has picked, which a release without a drag toggles. */
  #picked: Selection | null = null;
  /** Corners of an area or a shape, set by single clicks. */
  #corners: Point[] = [];
  /** Whether the space bar is held, which moves the plan with any tool. */
  isSpaceHeld = false;

  constructor(designer: Designer, view: DesignerView) {
    this.#designer = designer;
    this.#view = view;
    listenForPointers(view.canvas, {
      onPress: (at, keys) => this.#press(at, keys),
      onDrag: (at, keys) => this.#drag(at, keys),
      onRelease: (at, keys) => this.#release(at, keys),
      onCancel: () => this.cancel(),
      onDouble: () => this.finish(),
      onHover: (at) => this.#hover(at),
      onPan: (dx, dy) => view.camera.pan(dx, dy),
      onZoom: (factor, at) => view.camera.zoom(factor, at),
    });
  }

  /** Gives up what was begun. */
  cancel(): void {
    this.#from = this.#gesture = this.#picked = null;
    this.#corners = [];
    this.#view.show({});
  }

  /** Closes the shape whose corners have been set. */
  finish(): boolean {
    const corners = this.#corners;
    this.cancel();
    if (corners.length < 3) return false;
    this.#keep(
      this.#designer.tool.value === "area"
        ? drawArea(this.#designer, corners)
        : drawShape(this.#designer, corners),
    );
    return true;
  }

  /** Draws with the tool in hand in the middle of what is in sight, for those who don't use a pointer. */
  drawInMiddle(): void {
    const [x, y] = this.#view.middle();
    const { seatPitch, rowPitch } = this.#designer.settings.value;
    const [width, depth] = [9 * seatPitch, this.#designer.tool.value === "block" ? 7 * rowPitch : 0];
    this.#keep(
      this.#drawn({ x: x - width / 2, y: y - depth / 2 }, {
        x: x + width / 2,
        y: y + (depth || 80) - depth / 2,
      }),
    );
  }

  #press(at: Position, keys: PressKeys): boolean {
    const { tool, selection, document } = this.#designer;
    this.#view.canvas.focus({ preventScroll: true });
    if (tool.value === "pan" || this.isSpaceHeld || this.#designer.shownAs.value !== "drawing") return true;
    this.#from = this.#to = this.#view.pointAt(at);
    this.#isDragging = false;
    this.#picked = null;
    if (tool.value === "brush") {
      this.#gesture = { kind: "brush", slots: new Set() };
      this.#brush();
    } else if (tool.value === "select" || tool.value === "labels") {
      const picked = this.#pick(this.#from);
      if (isEmpty(picked)) {
        this.#gesture = { kind: "frame", line: [[this.#from.x, this.#from.y]], adds: keys.shift };
        return false;
      }
      const isSelected = picked.seats.isSubsetOf(selection.value.seats) &&
        picked.others.isSubsetOf(selection.value.others);
      if (keys.shift || isSelected) this.#picked = picked;
      else this.#designer.select(picked);
      if (keys.shift) return false;
      const moved = this.#designer.selection.value;
      const rest = this.#view.hall.blocks.filter(({ seats }) => !seats.some((slot) => moved.seats.has(slot)));
      const lines = linesOf(rest.map(({ box }) => box));
      lines.xs.push(document.hall.width / 2);
      this.#gesture = { kind: "move", hall: hallOfSelection(document, moved), lines, by: [0, 0] };
    } else this.#gesture = { kind: "draw" };
    return false;
  }

  #drag(at: Position, keys: PressKeys): void {
    const from = this.#from;
    if (!from) return;
    this.#to = this.#view.pointAt(at);
    const { x, y } = this.#to;
    if (Math.hypot(x - from.x, y - from.y) > this.#view.unitsOf(CLICK_PIXELS)) this.#isDragging = true;
    if (!this.#isDragging) return;
    const gesture = this.#gesture;
    if (gesture?.kind === "move") this.#move(gesture, from, keys);
    else if (gesture?.kind === "brush") this.#brush();
    else if (gesture?.kind === "frame") {
      const isLasso = this.#designer.settings.value.isLasso || keys.alt;
      gesture.line = isLasso ? [...gesture.line, [x, y]] : boxBetween(from, this.#to);
      this.#view.show({ line: gesture.line });
    } else if (gesture?.kind === "draw") this.#showDrawn(this.#drawn(from, this.#to));
  }

  #move(gesture: Gesture & { kind: "move" }, from: Position, keys: PressKeys): void {
    const box = boxAround(this.#designer.document, this.#designer.selection.value);
    if (!box) return;
    const [dx, dy] = [this.#to.x - from.x, this.#to.y - from.y];
    const reach = keys.alt ? 0 : this.#view.unitsOf(SNAP_PIXELS);
    const snapped = snap(box, dx, dy, gesture.lines, reach);
    gesture.by = [snapped.dx, snapped.dy];
    this.#view.show({ hall: gesture.hall, by: gesture.by, guides: snapped.guides });
  }

  #release(at: Position, keys: PressKeys): void {
    const [from, gesture, isDragging, picked] = [this.#from, this.#gesture, this.#isDragging, this.#picked];
    if (!from) return;
    this.#to = this.#view.pointAt(at);
    this.#from = this.#gesture = null;
    const designer = this.#designer;
    if (gesture?.kind === "move" && isDragging) {
      this.#view.show({});
      designer.moveSelected(...gesture.by);
    } else if (gesture?.kind === "brush") {
      this.#view.show({});
      designer.run(this.#painted(gesture.slots));
    } else if (gesture?.kind === "frame") {
      this.#view.show({});
      const framed = isDragging ? inside(designer.document, this.#view.hall, gesture.line) : NOTHING;
      const more = withFurniture(designer.document, framed.seats);
      const found = { seats: framed.seats, others: framed.others.union(more.others) };
      designer.select(gesture.adds ? toggled(designer.selection.value, found) : found);
    } else if (gesture?.kind === "draw") {
      if (isDragging) this.#keep(this.#drawn(from, this.#to));
      else this.#click();
    } else if (picked && keys.shift) designer.select(toggled(designer.selection.value, picked));
    else if (picked && !isDragging) designer.select(picked);
  }

  /** A click with a tool that draws. */
  #click(): void {
    const { tool } = this.#designer;
    const { x, y } = this.#to;
    if (tool.value === "table") this.#keep(drawTable(this.#designer, this.#to));
    else if (tool.value === "text") this.#keep(drawText(this.#designer, this.#to));
    else if (tool.value === "focus") this.#setFocus([round(x), round(y)]);
    else if (tool.value === "trace") this.#setTracedPoint([x, y]);
    else if (tool.value === "area" || tool.value === "shape") {
      const [first] = this.#corners;
      const isFirst = first && Math.hypot(first[0] - x, first[1] - y) < this.#view.unitsOf(REACH_PIXELS);
      if (isFirst) return void this.finish();
      this.#corners.push([round(x), round(y)]);
      this.#view.show({ line: this.#corners });
    }
  }

  #setTracedPoint(point: Point): void {
    const { tracedPoints } = this.#designer;
    tracedPoints.value = [...tracedPoints.value.slice(-1), point];
    this.#view.show({ line: tracedPoints.value });
  }

  #setFocus(focus: Point): void {
    const { width, height } = this.#designer.document.hall;
    this.#designer.run([{ put: "hall", value: { width, height, focus } }]);
  }

  /** What the tool in hand draws between two points. */
  #drawn(from: Position, to: Position): Drawn | null {
    const designer = this.#designer;
    switch (designer.tool.value) {
      case "rows":
        return drawRow(designer, from, to);
      case "block":
        return drawBlock(designer, from, to);
      case "table":
        return drawTable(designer, to);
      case "text":
        return drawText(designer, to);
      case "area":
        return drawArea(designer, boxBetween(from, to));
      case "shape":
        return drawShape(designer, boxBetween(from, to));
      default:
        return null;
    }
  }

  #showDrawn(drawn: Drawn | null): void {
    const at: Point = [this.#to.x, this.#to.y];
    this.#view.show(
      drawn ? { hall: hallOfOps(this.#designer.document, drawn.ops), note: { at, text: drawn.note } } : {},
    );
  }

  /** Makes what was drawn part of the drawing, selects it, and leaves the tool in hand. */
  #keep(drawn: Drawn | null): void {
    this.#view.show({});
    if (!drawn) return;
    const designer = this.#designer;
    designer.run(drawn.ops);
    const { seats } = designer.document.lists;
    const keys = drawn.ops.flatMap((op) => "put" in op ? [op.put] : []);
    const slots = keys.filter((key) => key.startsWith("seats/")).map((key) => seats.slotOf(key.slice(6))!);
    designer.select({
      seats: new Set(slots.filter((slot) => seats.at(slot)?.area === undefined)),
      others: new Set(keys.filter((key) => /^(areas|shapes)\//.test(key))),
    });
  }

  #hover(at: Position | null): void {
    const { tool, settings } = this.#designer;
    if (this.#designer.shownAs.value !== "drawing") return;
    const point = at && this.#view.pointAt(at);
    if (tool.value === "brush") {
      const radius = this.#view.unitsOf(settings.value.brushRadius);
      this.#view.show(point ? { circle: { at: [point.x, point.y], radius } } : {});
    } else if (tool.value === "table" && point) {
      this.#to = point;
      this.#showDrawn(drawTable(this.#designer, point));
    } else if (this.#corners.length > 0 && point) {
      this.#view.show({ line: [...this.#corners, [point.x, point.y]] });
    }
  }

  #pick(point: Position): Selection {
    const { document, settings } = this.#designer;
    const slot = this.#view.hall.grid.nearest(point, Math.max(10, this.#view.unitsOf(REACH_PIXELS)));
    if (slot !== null) return around(document, slot, settings.value.reach);
    const key = objectAtPoint(document, point);
    if (!key) return NOTHING;
    const isTable = key.startsWith("shapes/") && /table/.test(document.lists.shapes.get(key.slice(7))!.kind);
    if (isTable) {
      const seat = this.#view.hall.grid.nearest(
        point,
        120,
        (slot) => this.#view.hall.chart.seats[slot].row === "",
      );
      if (seat !== null) return around(document, seat, "section");
    }
    return { seats: new Set(), others: new Set([key]) };
  }

  /** Takes the seats under the brush into the stroke, and shows how they will be. */
  #brush(): void {
    const gesture = this.#gesture;
    if (gesture?.kind !== "brush") return;
    const { settings, document } = this.#designer;
    const radius = this.#view.unitsOf(settings.value.brushRadius);
    const { x, y } = this.#to;
    const box = boxOf([[x - radius, y - radius], [x + radius, y + radius]]);
    const { grid, chart } = this.#view.hall;
    for (const slot of grid.within(box)) {
      const seat = chart.seats[slot];
      if (Math.hypot(seat.x - x, seat.y - y) <= radius) gesture.slots.add(slot);
    }
    const seats = this.#painted(gesture.slots).flatMap((op): ChartSeat[] =>
      "put" in op && op.put.startsWith("seats/") ? [op.value as ChartSeat] : []
    );
    this.#view.show({ hall: hallOfSeats(document, seats), circle: { at: [x, y], radius } });
  }

  #painted(slots: ReadonlySet<number>): DrawingOp[] {
    const { document, settings: { value: { brush, note } } } = this.#designer;
    if (brush === "none") return removeSelected(document, { seats: slots, others: new Set() });
    if (brush === "zone") {
      const { zone, ops } = this.#designer.zone();
      return [...ops, ...setZone(document, { seats: slots, others: new Set() }, zone)];
    }
    return changeSeats(document, slots, (seat) => {
      const flags = seat.flags.includes(brush) ? seat.flags : [...seat.flags, brush];
      const text = brush === "restricted-view" && note.trim() !== "" ? { note: note.trim() } : {};
      return flags === seat.flags && (text.note === undefined || text.note === seat.note)
        ? seat
        : { ...seat, flags, ...text };
    });
  }
}
