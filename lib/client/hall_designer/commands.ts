/**
 * What an editor does to what is selected, as the operations that do it. The document computes the inverse, so that
 * every command can be undone. Pure.
 */
import type { ChartSeat, Point } from "@/lib/charts/chart.ts";
import type { DrawingOp } from "@/lib/charts/drawing.ts";
import { labelPoint, round } from "@/lib/charts/geometry.ts";
import { outlineOfRows } from "@/lib/charts/outline.ts";
import { type LabelRule, relabelled } from "@/lib/charts/relabel.ts";
import { rowsOfSection } from "@/lib/charts/hall_rows.ts";
import { type HallDocument, keyOf, put, remove } from "./document.ts";
import { boxAround, objectAt, type Selection, withFurniture } from "./selection.ts";

/** Where a point goes. */
type Move = (point: Point) => Point;

/** Moves what is selected, in chart units. */
export function moveBy(document: HallDocument, selection: Selection, dx: number, dy: number): DrawingOp[] {
  return transformed(document, [shifted(selection, dx, dy)]);
}

/** Turns what is selected around the middle of its box, clockwise. */
export function rotate(document: HallDocument, selection: Selection, degrees: number): DrawingOp[] {
  const box = boxAround(document, selection);
  if (!box) return [];
  const [cx, cy] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [sine, cosine] = [Math.sin(degrees * Math.PI / 180), Math.cos(degrees * Math.PI / 180)];
  const turn: Move = ([x, y]) => [
    cx + (x - cx) * cosine - (y - cy) * sine,
    cy + (x - cx) * sine + (y - cy) * cosine,
  ];
  return transformed(document, [{ selection, move: turn, degrees }]);
}

/** Mirrors what is selected in the middle of its box. */
export function mirror(document: HallDocument, selection: Selection, axis: "x" | "y"): DrawingOp[] {
  const box = boxAround(document, selection);
  if (!box) return [];
  const flip: Move = ([x, y]) => axis === "x" ? [box.left + box.right - x, y] : [x, box.top + box.bottom - y];
  return transformed(document, [{ selection, move: flip }]);
}

export type Alignment = "left" | "middle" | "right" | "top" | "centre" | "bottom";

/** Moves the seats of each row, and each other object, to one side of the box around everything selected. */
export function align(document: HallDocument, selection: Selection, to: Alignment): DrawingOp[] {
  const box = boxAround(document, selection);
  if (!box) return [];
  const parts = piecesOf(document, selection).map((piece) => {
    const own = boxAround(document, piece)!;
    const [dx, dy] = {
      left: [box.left - own.left, 0],
      middle: [(box.left + box.right - own.left - own.right) / 2, 0],
      right: [box.right - own.right, 0],
      top: [0, box.top - own.top],
      centre: [0, (box.top + box.bottom - own.top - own.bottom) / 2],
      bottom: [0, box.bottom - own.bottom],
    }[to];
    return shifted(piece, dx, dy);
  });
  return transformed(document, parts);
}

/** Makes the gaps between the rows and objects of a selection equal; the outermost stay. */
export function distribute(document: HallDocument, selection: Selection, axis: "x" | "y"): DrawingOp[] {
  const [low, high] = axis === "x" ? ["left", "right"] as const : ["top", "bottom"] as const;
  const pieces = piecesOf(document, selection)
    .map((piece) => ({ piece, box: boxAround(document, piece)! }))
    .toSorted((a, b) => a.box[low] + a.box[high] - b.box[low] - b.box[high]);
  if (pieces.length < 3) return [];
  const [first, last] = [pieces[0].box, pieces.at(-1)!.box];
  const taken = pieces.reduce((sum, { box }) => sum + box[high] - box[low], 0);
  const gap = (last[high] - first[low] - taken) / (pieces.length - 1);
  let at = first[low];
  const parts = pieces.map(({ piece, box }) => {
    const shift = at - box[low];
    at += box[high] - box[low] + gap;
    return axis === "x" ? shifted(piece, shift, 0) : shifted(piece, 0, shift);
  });
  return transformed(document, parts);
}

function shifted(selection: Selection, dx: number, dy: number): Part {
  return { selection, move: ([x, y]) => [x + dx, y + dy] };
}

/** The rows (of several), the seats (of one), the tables and the other objects of a selection, each as a selection. */
function piecesOf(document: HallDocument, { seats, others }: Selection): Selection[] {
  const rows = [
    ...Map.groupBy(seats, (slot) => {
      const { section, row } = document.lists.seats.at(slot)!;
      return JSON.stringify([section, row]);
    }).values(),
  ];
  const parts = rows.length === 1 && others.size === 0 ? rows[0].map((slot) => [slot]) : rows;
  const pieces = parts.map((slots) => withFurniture(document, new Set(slots)));
  const alone = pieces.reduce((left, piece) => left.difference(piece.others), others);
  return [...pieces, ...[...alone].map((key): Selection => ({ seats: new Set(), others: new Set([key]) }))];
}

/** Some of the drawing, with where it goes and how far its texts turn. */
interface Part {
  selection: Selection;
  move: Move;
  degrees?: number;
}

function transformed(document: HallDocument, parts: Part[]): DrawingOp[] {
  const { lists } = document;
  const moved = new Map<string, ChartSeat>();
  const moves = new Map<string, Move>();
  const ops: DrawingOp[] = [];
  for (const { selection, move, degrees = 0 } of parts) {
    const rounded: Move = (point) => {
      const [x, y] = move(point);
      return [round(x), round(y)];
    };
    const moveSeat = (seat: ChartSeat) => {
      const [x, y] = rounded([seat.x, seat.y]);
      moved.set(seat.id, { ...seat, x, y });
      moves.set(seat.id, rounded);
    };
    for (const slot of selection.seats) moveSeat(lists.seats.at(slot)!);
    const areas = new Set<string>();
    for (const key of selection.others) {
      const object = objectAt(document, key);
      if (!object) continue;
      if ("capacity" in object) {
        areas.add(object.id);
        ops.push(put("areas", { ...object, polygon: object.polygon.map(rounded) }));
      } else if ("polygon" in object) {
        ops.push(put("shapes", { ...object, polygon: object.polygon.map(rounded) }));
      } else if (object.kind === "text") {
        ops.push(put("shapes", { ...object, at: rounded(object.at), turn: (object.turn + degrees) % 360 }));
      } else ops.push(put("shapes", { ...object, at: rounded(object.at) }));
    }
    if (areas.size > 0) lists.seats.live().filter(({ area }) => areas.has(area ?? "")).forEach(moveSeat);
  }
  const seatOps = moved.values().map((seat) => put("seats", seat));
  return [...ops, ...seatOps, ...sectionsAfter(document, moved, moves)];
}

/**
 * The outlines and labels of the sections whose seats have changed: moved along where all seats made the same move,
 * otherwise drawn around the rows again. Tables keep theirs while only some of their seats move.
 */
export function sectionsAfter(
  document: HallDocument,
  changed: ReadonlyMap<string, ChartSeat | null>,
  moves: ReadonlyMap<string, Move> = new Map(),
): DrawingOp[] {
  const { seats, sections } = document.lists;
  const touched = new Set(changed.values().map((seat) => seat?.section ?? ""));
  for (const id of changed.keys()) touched.add(seats.get(id)?.section ?? "");
  const added = changed.values().filter((seat) => seat !== null && !seats.get(seat.id));
  const now = [...seats.live(), ...added].map((seat) =>
    changed.has(seat!.id) ? changed.get(seat!.id)! : seat
  );
  const bySection = Map.groupBy(
    now.filter((seat): seat is ChartSeat => seat !== null && touched.has(seat.section)),
    ({ section }) => section,
  );
  return [...touched].flatMap((id) => {
    const section = sections.get(id);
    const own = bySection.get(id) ?? [];
    if (!section || own.length === 0) return [];
    const move = moves.get(own[0].id);
    if (move && own.every((seat) => moves.get(seat.id) === move)) {
      const outline = section.outline?.map(move);
      return [put("sections", { ...section, labelAt: move(section.labelAt), ...(outline && { outline }) })];
    }
    if (own[0].row === "") return [];
    return [put("sections", { ...section, ...outlined(document, id, own) })];
  });
}

/** The outline and the label's place of a section with these seats. */
export function outlined(document: HallDocument, id: string, seats: ChartSeat[]) {
  const front = { ...document.hall, shapes: document.lists.shapes.live() };
  const rows = rowsOfSection({ ...front, seats }, id);
  const outline = outlineOfRows(rows.map((row) => row.seats.map(({ x, y }): Point => [x, y])));
  const [x, y] = labelPoint(outline);
  return { outline, labelAt: [round(x), round(y)] as Point };
}

/** Removes what is selected, and the sections that have no seats left. */
export function removeSelected(document: HallDocument, { seats, others }: Selection): DrawingOp[] {
  const { lists } = document;
  const gone = new Map<string, null>();
  for (const slot of seats) gone.set(lists.seats.at(slot)!.id, null);
  const areas = new Set([...others].filter((key) => key.startsWith("areas/")).map((key) => key.slice(6)));
  for (const { id, area } of lists.seats.live()) if (areas.has(area ?? "")) gone.set(id, null);
  const emptied = new Set(gone.keys().map((id) => lists.seats.get(id)!.section));
  for (const { id, section } of lists.seats.live()) if (!gone.has(id)) emptied.delete(section);
  return [
    ...gone.keys().map((id) => remove("seats", id)),
    ...[...others].map((key): DrawingOp => ({ remove: key })),
    ...[...emptied].filter((id) => lists.sections.get(id)).map((id) => remove("sections", id)),
    ...sectionsAfter(document, gone),
  ];
}

/** Changes these seats, as far as that changes them. */
export function changeSeats(
  document: HallDocument,
  slots: Iterable<number>,
  change: (seat: ChartSeat) => ChartSeat,
): DrawingOp[] {
  const ops: DrawingOp[] = [];
  for (const slot of slots) {
    const seat = document.lists.seats.at(slot);
    if (!seat) continue;
    const changed = change(seat);
    if (changed !== seat) ops.push(put("seats", changed));
  }
  return ops;
}

/** Puts the seats, and the areas with their places, into a zone. */
export function setZone(document: HallDocument, { seats, others }: Selection, zone: string): DrawingOp[] {
  const into = (seat: ChartSeat) => seat.zone === zone ? seat : { ...seat, zone };
  const areas = [...others].flatMap((key) => {
    const area = objectAt(document, key);
    return area && "capacity" in area && area.zone !== zone ? [area] : [];
  });
  const ids = new Set(areas.map(({ id }) => id));
  const places = ids.size === 0 ? [] : document.lists.seats.live().filter(({ area }) => ids.has(area ?? ""));
  return [
    ...areas.map((area) => put("areas", { ...area, zone })),
    ...places.map((seat) => put("seats", into(seat))),
    ...changeSeats(document, seats, into),
  ];
}

/** Gives the rows and seats of a section new names by a rule; null if the first row's name can't be continued. */
export function relabel(document: HallDocument, section: string, rule: LabelRule): DrawingOp[] | null {
  const labels = relabelled(document.drawing(), section, rule);
  return labels?.filter(({ seat, row, number }) => seat.row !== row || seat.number !== number)
    .map(({ seat, row, number }) => put("seats", { ...seat, row, number })) ?? null;
}

/** The keys of everything selected. */
export function keysOf(document: HallDocument, { seats, others }: Selection): string[] {
  return [...[...seats].map((slot) => keyOf("seats", document.lists.seats.at(slot)!.id)), ...others];
}
