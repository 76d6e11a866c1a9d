/** The document as the map's renderer draws it, and which parts of the plan a change makes out of date. */
import type { Chart, ChartArea, ChartSeat, ChartSection, ChartShape, Point } from "@/lib/charts/chart.ts";
import { HALL_KEY, parseKey } from "@/lib/charts/drawing.ts";
import { type Block, type Hall, prepareHall } from "../canvas/hall.ts";
import { updateSeats } from "../canvas/update_seats.ts";
import { type Box, boxOf } from "../canvas/viewport.ts";
import type { Changed, HallDocument } from "./document.ts";
import { objectAt, pointsOf } from "./selection.ts";

/** How far the mark of a seat, and the line around an object, reach from where it is, in chart units. */
const REACH = 26;

/** Stands in the place of a seat that was removed: in no section, and nowhere to be picked, like a standing place. */
const GONE: ChartSeat = {
  id: "",
  x: 0,
  y: 0,
  zone: "",
  section: "",
  row: "",
  number: "",
  flags: [],
  area: "",
};

export class DrawnHall {
  readonly #document: HallDocument;
  /** The same object for good: the camera follows its size. */
  readonly chart: Chart;
  hall: Hall;

  constructor(document: HallDocument) {
    this.#document = document;
    const { seats } = document.lists;
    this.chart = {
      version: 1,
      seatCount: 0,
      ...this.#rest(),
      seats: Array.from({ length: seats.length }, (_, slot) => seats.at(slot) ?? GONE),
    };
    this.hall = prepareHall(this.chart);
  }

  /** Follows a change of the document. Returns the boxes that have to be drawn again, or null for everything. */
  follow(changed: Changed): Box[] | null {
    const { seats, others } = changed;
    const { chart } = this;
    const before = this.hall;
    const boxes: Box[] = [];
    for (const [slot, old] of seats) {
      const seat = this.#document.lists.seats.at(slot);
      chart.seats[slot] = seat ?? GONE;
      for (const there of [old, seat]) if (there && !there.area) boxes.push(boxAt([[there.x, there.y]]));
    }
    const isNew = this.#changesParts(changed);
    Object.assign(chart, this.#rest());
    this.hall = isNew ? prepareHall(chart) : updateSeats(before, seats, this.#touched(changed));
    for (const [key, old] of others) {
      const { kind } = parseKey(key);
      if (key === HALL_KEY || kind === "zones") return null;
      if (kind !== "areas" && kind !== "shapes") continue;
      for (const object of [old as ChartArea | ChartShape | null, objectAt(this.#document, key)]) {
        if (object) boxes.push(boxAt(pointsOf(object)));
      }
    }
    return [...boxes, ...changedBlocks(before, this.hall)];
  }

  /** Whether there are new seats, other sections, floors or zones, so that everything has to be sorted again. */
  #changesParts({ seats, others }: Changed): boolean {
    const { looks } = this.hall;
    if (seats.keys().some((slot) => slot >= looks.length)) return true;
    return others.entries().some(([key, old]) => {
      const { kind, id } = parseKey(key);
      if (kind !== "sections") return kind === "zones";
      const section = this.#document.lists.sections.get(id);
      return !old || !section || (old as ChartSection).floor !== section.floor;
    });
  }

  /** The sections whose blocks have to be made again. */
  #touched({ seats, others }: Changed): Set<string> {
    const touched = new Set<string>();
    for (const [slot, old] of seats) {
      touched.add(this.chart.seats[slot].section);
      if (old) touched.add(old.section);
    }
    for (const key of others.keys()) {
      const { kind, id } = parseKey(key);
      if (kind === "sections" || kind === "areas") touched.add(id);
    }
    return touched;
  }

  #rest() {
    const { hall, lists: { zones, sections, areas, shapes } } = this.#document;
    return {
      width: hall.width,
      height: hall.height,
      zones: zones.live(),
      sections: sections.live(),
      areas: areas.live(),
      shapes: shapes.live(),
    };
  }
}

/** The boxes of the blocks that look different in two states of a hall. */
function changedBlocks(before: Hall, after: Hall): Box[] {
  const old = new Map(before.blocks.map((block) => [block.id, block]));
  const boxes: Box[] = [];
  for (const block of after.blocks) {
    const was = old.get(block.id);
    old.delete(block.id);
    if (was && looksAlike(was, block)) continue;
    boxes.push(padded(block.box), ...was ? [padded(was.box)] : []);
  }
  return [...boxes, ...[...old.values()].map(({ box }) => padded(box))];
}

function looksAlike(a: Block, b: Block): boolean {
  return a.name === b.name && a.zone === b.zone && a.free === b.free &&
    a.labelAt[0] === b.labelAt[0] && a.labelAt[1] === b.labelAt[1] && a.polygon.length === b.polygon.length &&
    a.polygon.every(([x, y], at) => x === b.polygon[at][0] && y === b.polygon[at][1]);
}

function boxAt(points: Point[]): Box {
  return padded(boxOf(points));
}

function padded({ left, top, right, bottom }: Box): Box {
  return { left: left - REACH, top: top - REACH, right: right + REACH, bottom: bottom + REACH };
}
