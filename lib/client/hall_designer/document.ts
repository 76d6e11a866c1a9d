/**
 * The drawing as it is edited. It changes only by the operations that are saved, and each application returns the
 * operations that undo it.
 */
import type { ChartArea, ChartSeat, ChartSection, ChartZone } from "@/lib/charts/chart.ts";
import {
  type Drawing,
  type DrawingHall,
  type DrawingOp,
  type DrawingShape,
  HALL_KEY,
  type ObjectKind,
  objectKinds,
  parseKey,
} from "@/lib/charts/drawing.ts";
import { Slots } from "./slots.ts";

/** What changed, for those who draw and list it. */
export interface Changed {
  /** The seats by their place, with what was there before. */
  seats: Map<number, ChartSeat | null>;
  /** Everything else by its key, with what was there before. */
  others: Map<string, unknown>;
}

/** The lists of a drawing, by the first part of their objects' keys. */
interface Lists {
  zones: Slots<ChartZone>;
  sections: Slots<ChartSection>;
  seats: Slots<ChartSeat>;
  areas: Slots<ChartArea>;
  shapes: Slots<DrawingShape>;
}

/** The key of an object in operations. */
export function keyOf(list: ObjectKind, id: string): string {
  return `${list}/${id}`;
}

/** The operation that puts an object. */
export function put<Name extends ObjectKind>(
  list: Name,
  value: ReturnType<Lists[Name]["live"]>[number],
): DrawingOp {
  return { put: keyOf(list, value.id), value } as DrawingOp;
}

/** The operation that removes an object. */
export function remove(list: ObjectKind, id: string): DrawingOp {
  return { remove: keyOf(list, id) };
}

export class HallDocument {
  hall: DrawingHall;
  readonly lists: Lists;

  constructor({ zones, sections, seats, areas, shapes, ...hall }: Drawing) {
    this.hall = hall;
    this.lists = {
      zones: new Slots(zones),
      sections: new Slots(sections),
      seats: new Slots(seats),
      areas: new Slots(areas),
      shapes: new Slots(shapes),
    };
  }

  /** Applies operations in their order. Returns those that undo them, and what changed. */
  apply(ops: readonly DrawingOp[]): { inverse: DrawingOp[]; changed: Changed } {
    const inverse: DrawingOp[] = [];
    const changed: Changed = { seats: new Map(), others: new Map() };
    for (const op of ops) {
      const undo = this.#applyOne(op, changed);
      if (undo) inverse.push(undo);
    }
    return { inverse: inverse.reverse(), changed };
  }

  #applyOne(op: DrawingOp, changed: Changed): DrawingOp | null {
    const key = "put" in op ? op.put : op.remove;
    if (key === HALL_KEY) {
      if (!("put" in op)) return null;
      const before = this.hall;
      this.hall = op.value as DrawingHall;
      changed.others.set(key, before);
      return { put: key, value: before } as DrawingOp;
    }
    const { kind, id } = parseKey(key);
    // Which object belongs to which list is known by its key, not by its type.
    const slots = this.lists[kind] as unknown as Slots<{ id: string }>;
    const { slot, before } = "put" in op ? slots.put(op.value as { id: string }) : slots.remove(id);
    if (!("put" in op) && !before) return null;
    if (kind === "seats") {
      if (!changed.seats.has(slot)) changed.seats.set(slot, before as ChartSeat | null);
    } else if (!changed.others.has(key)) changed.others.set(key, before);
    return (before ? { put: key, value: before } : { remove: key }) as DrawingOp;
  }

  /** The drawing as it is saved. */
  drawing(): Drawing {
    const { zones, sections, seats, areas, shapes } = this.lists;
    return {
      ...this.hall,
      zones: zones.live(),
      sections: sections.live(),
      seats: seats.live(),
      areas: areas.live(),
      shapes: shapes.live(),
    };
  }

  /** The operations that make this drawing another one; what `isKept` names stays as it is. */
  differenceTo(other: Drawing, isKept: (key: string) => boolean): DrawingOp[] {
    const ops: DrawingOp[] = [];
    const own = this.drawing();
    const { width, height, focus } = other;
    const hall: DrawingHall = { width, height, ...focus && { focus } };
    if (!isKept(HALL_KEY) && JSON.stringify(hall) !== JSON.stringify(this.hall)) {
      ops.push({ put: HALL_KEY, value: hall });
    }
    for (const kind of objectKinds) {
      const there = new Set<string>();
      for (const object of other[kind]) {
        there.add(object.id);
        const mine = this.lists[kind].get(object.id);
        if (isKept(keyOf(kind, object.id)) || JSON.stringify(mine) === JSON.stringify(object)) continue;
        ops.push({ put: keyOf(kind, object.id), value: object });
      }
      for (const { id } of own[kind]) {
        if (!there.has(id) && !isKept(keyOf(kind, id))) ops.push(remove(kind, id));
      }
    }
    return ops;
  }
}
