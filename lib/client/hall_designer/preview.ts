/** What is not in the drawing yet, drawn above it by the same renderer: rows being drawn, things being moved. */
import type { Chart, ChartSeat, Point } from "@/lib/charts/chart.ts";
import type { DrawingOp } from "@/lib/charts/drawing.ts";
import { type Hall, prepareHall } from "../canvas/hall.ts";
import type { HallDocument } from "./document.ts";
import { objectAt, type Selection } from "./selection.ts";

export interface Preview {
  /** Objects to draw, by the map's renderer. */
  hall?: Hall;
  /** How far they are drawn from where they are, in chart units. */
  by?: Point;
  /** A line around what is being selected, or the corners set so far. */
  line?: Point[];
  /** Lines to which what is moved has snapped. */
  guides?: { x?: number; y?: number }[];
  /** A circle around the pointer, in chart units. */
  circle?: { at: Point; radius: number };
  /** A short text beside a point. */
  note?: { at: Point; text: string };
}

/** The objects that operations put, ready to be drawn. */
export function hallOfOps(document: HallDocument, ops: readonly DrawingOp[]): Hall {
  const chart: Chart = { ...emptyChart(document), seats: [], sections: [], areas: [], shapes: [] };
  const lists = chart as unknown as Record<string, unknown[]>;
  for (const op of ops) {
    const list = "put" in op ? op.put.split("/")[0] : "";
    if ("put" in op && list in lists && Array.isArray(lists[list])) {
      if (list !== "zones" || !chart.zones.some(({ id }) => op.put === `zones/${id}`)) {
        lists[list].push(op.value);
      }
    }
  }
  return prepareHall(chart);
}

/** The selected objects, ready to be drawn. */
export function hallOfSelection(document: HallDocument, { seats, others }: Selection): Hall {
  const chart = emptyChart(document);
  for (const slot of seats) chart.seats.push(document.lists.seats.at(slot)!);
  const sections = new Set(chart.seats.map(({ section }) => section));
  for (const key of others) {
    const object = objectAt(document, key);
    if (!object) continue;
    if ("capacity" in object) {
      chart.areas.push(object);
      sections.add(object.id);
      const place = document.lists.seats.live().find(({ area }) => area === object.id);
      if (place) chart.seats.push(place);
    } else chart.shapes.push(object);
  }
  // Their outlines stay behind until they are dropped.
  const areas = new Set(chart.areas.map(({ id }) => id));
  chart.sections = document.lists.sections.live().filter(({ id }) => areas.has(id));
  return prepareHall(chart);
}

/** These seats, ready to be drawn. */
export function hallOfSeats(document: HallDocument, seats: ChartSeat[]): Hall {
  return prepareHall({ ...emptyChart(document), seats });
}

function emptyChart(document: HallDocument): Chart {
  const { width, height } = document.hall;
  const zones = [...document.lists.zones.live()];
  return { version: 1, seatCount: 0, width, height, zones, sections: [], seats: [], areas: [], shapes: [] };
}
