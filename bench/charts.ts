/** Halls of any size for load: what is measured is the number of seats, not how they lie. */
import type { Chart } from "@/lib/seats/chart.ts";

const SEATS_PER_ROW = 100;

/** A block of straight rows in one zone. */
export function blockChart(seatCount: number): Chart {
  const rows = Math.ceil(seatCount / SEATS_PER_ROW);
  return {
    version: 1,
    seatCount,
    width: SEATS_PER_ROW * 24 + 80,
    height: rows * 24 + 80,
    zones: [{ id: "block", name: "Block", colour: 1 }],
    sections: [{ id: "Block", name: "Block", labelAt: [40, 40] }],
    seats: Array.from({ length: seatCount }, (_, index) => ({
      id: blockSeatId(index),
      x: 40 + index % SEATS_PER_ROW * 24,
      y: 40 + Math.floor(index / SEATS_PER_ROW) * 24,
      zone: "block",
      section: "Block",
      row: String(Math.floor(index / SEATS_PER_ROW) + 1),
      number: String(index % SEATS_PER_ROW + 1),
      flags: [],
    })),
    areas: [],
    shapes: [],
  };
}

/** The id of a seat by its index. */
export function blockSeatId(index: number): string {
  return `${Math.floor(index / SEATS_PER_ROW) + 1}-${index % SEATS_PER_ROW + 1}`;
}
