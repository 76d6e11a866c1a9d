/** Copies of what is selected. Pure: ids are made by the caller. */
import type { Point } from "@/lib/charts/chart.ts";
import type { DrawingOp, DrawingShape } from "@/lib/charts/drawing.ts";
import { round } from "@/lib/charts/geometry.ts";
import { rowNames } from "@/lib/charts/labels.ts";
import { outlined } from "./commands.ts";
import { type HallDocument, put } from "./document.ts";
import type { NewId } from "./make.ts";
import { objectAt, type Selection } from "./selection.ts";

/**
 * Copies of the seats and objects of a selection, moved by `offset`, and the keys of the copies. A section that is
 * copied whole becomes a new section, "104" becoming "104 2"; rows copied out of a section stay in it, with the next
 * free letters.
 */
export function duplicated(
  document: HallDocument,
  { seats, others }: Selection,
  [dx, dy]: Point,
  newId: NewId,
): { ops: DrawingOp[]; keys: string[] } {
  const { lists } = document;
  const ops: DrawingOp[] = [];
  const moved = ([x, y]: Point): Point => [round(x + dx), round(y + dy)];
  const bySection = Map.groupBy([...seats].map((slot) => lists.seats.at(slot)!), ({ section }) => section);
  const countOf = Map.groupBy(lists.seats.live(), ({ section }) => section);
  for (const [id, own] of bySection) {
    const section = lists.sections.get(id);
    const isWhole = own.length === countOf.get(id)?.length;
    const target = section && isWhole ? copiedId(document, id) : id;
    const rows = [...new Set(own.map(({ row }) => row))];
    const names = isWhole || rows[0] === ""
      ? rows
      : freeRows(new Set(countOf.get(id)!.map(({ row }) => row)), rows);
    const nameOf = new Map(rows.map((row, n) => [row, names[n]]));
    const copies = own.map((seat) => {
      const [x, y] = moved([seat.x, seat.y]);
      return { ...seat, id: newId(), x, y, section: target, row: nameOf.get(seat.row)! };
    });
    if (section && isWhole) {
      const outline = section.outline?.map(moved);
      const name = section.name === section.id ? target : `${section.name} ${target.slice(id.length + 1)}`;
      ops.push(put("sections", {
        ...section,
        id: target,
        name,
        labelAt: moved(section.labelAt),
        ...outline && { outline },
      }));
    } else if (section && rows[0] !== "") {
      ops.push(put("sections", { ...section, ...outlined(document, id, [...countOf.get(id)!, ...copies]) }));
    }
    ops.push(...copies.map((seat) => put("seats", seat)));
  }
  for (const key of others) {
    const object = objectAt(document, key);
    if (!object) continue;
    if ("capacity" in object) ops.push(...copiedArea(document, object.id, moved, newId));
    else if ("polygon" in object) {
      ops.push(put("shapes", { ...object, id: newId(), polygon: object.polygon.map(moved) }));
    } else ops.push(put("shapes", { ...object, id: newId(), at: moved(object.at) } as DrawingShape));
  }
  const keys = ops.flatMap((op) => "put" in op && /^(seats|areas|shapes)\//.test(op.put) ? [op.put] : []);
  const places = new Set(
    ops.flatMap((op) => "put" in op && (op.value as { area?: string }).area !== undefined ? [op.put] : []),
  );
  return { ops, keys: keys.filter((key) => !places.has(key)) };
}

function copiedArea(
  document: HallDocument,
  id: string,
  moved: (point: Point) => Point,
  newId: NewId,
): DrawingOp[] {
  const { areas, sections, seats } = document.lists;
  const [area, section] = [areas.get(id)!, sections.get(id)];
  const copy = copiedId(document, id);
  const polygon = area.polygon.map(moved);
  return [
    ...section
      ? [
        put("sections", {
          ...section,
          id: copy,
          name: copy,
          outline: polygon,
          labelAt: moved(section.labelAt),
        }),
      ]
      : [],
    put("areas", { ...area, id: copy, name: copy, polygon }),
    ...seats.live().filter(({ area }) => area === id).map((seat) => {
      const [x, y] = moved([seat.x, seat.y]);
      return put("seats", { ...seat, id: newId(), x, y, section: copy, area: copy });
    }),
  ];
}

function copiedId({ lists }: HallDocument, id: string): string {
  for (let number = 2;; number++) {
    const copy = `${id.slice(0, 36)} ${number}`;
    if (lists.sections.slotOf(copy) === undefined && lists.areas.slotOf(copy) === undefined) return copy;
  }
}

/** As many row names as there are rows, none of them taken. */
function freeRows(taken: ReadonlySet<string>, rows: string[]): string[] {
  const first = rows.every((row) => /^\d+$/.test(row)) ? "1" : "A";
  return rowNames(first, taken.size + rows.length)!.filter((name) => !taken.has(name)).slice(0, rows.length);
}
